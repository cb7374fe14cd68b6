import { Problem } from '../../contracts/index.js';
import type { DirectAccount } from '../../mailbox/index.js';

/**
 * The account, when this worker may serve it: nobody else holds it or is to have it. Throws SESSION_NOT_FOUND, or
 * SESSION_ELSEWHERE with the name of who serves it.
 */
export function servedHere(account: DirectAccount | null, sessionId: string, workerId: string): DirectAccount {
  if (!account) throw new Problem('SESSION_NOT_FOUND', `There is no session "${sessionId}".`);
  if (!account.direct) {
    throw new Problem('SESSION_ELSEWHERE', `Session "${sessionId}" belongs to a user of the gateways: use their API.`);
  }
  const elsewhere = [account.assigned, account.holder].find((worker) => worker !== null && worker !== workerId);
  if (elsewhere) throw new Problem('SESSION_ELSEWHERE', `Session "${sessionId}" is at worker ${elsewhere}.`);
  return account;
}
