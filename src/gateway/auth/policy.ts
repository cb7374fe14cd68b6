import { Problem } from '../../contracts/index.js';
import type { Principal, Scope } from './principal.js';

/** Who may call a route. Every route has exactly one policy; see the decorators for their meaning. */
export type Policy =
  | { kind: 'public' }
  | { kind: 'probe' }
  | { kind: 'signedIn' }
  | { kind: 'personOnly' }
  | { kind: 'adminOnly' }
  | { kind: 'workerOnly' }
  | { kind: 'scope'; scope: Scope };

/**
 * Why this caller may not use a route, or null. `sessionId` is the session that the path names, if any. An API key is told
 * of no session but its own; that such a session exists is not said either, so it comes before everything else.
 */
export function refusal(policy: Policy, caller: Principal, sessionId: string | undefined): Problem | null {
  if (caller.sessionId !== null && sessionId !== undefined && caller.sessionId !== sessionId) {
    return new Problem('SESSION_NOT_FOUND', `There is no session ${sessionId}.`);
  }
  switch (policy.kind) {
    case 'public':
    case 'probe':
    case 'signedIn':
      return null;
    case 'personOnly':
      return caller.via === 'accessToken'
        ? null
        : new Problem('FORBIDDEN', 'This needs an access token, not an API key.');
    case 'adminOnly':
      return caller.role === 'ADMIN' && caller.via === 'accessToken'
        ? null
        : new Problem('FORBIDDEN', 'This needs the access token of an administrator.');
    case 'workerOnly':
      return new Problem('FORBIDDEN', 'This needs the token of the workers.');
    case 'scope':
      return caller.scopes.includes(policy.scope)
        ? null
        : new Problem('FORBIDDEN', `The API key lacks the scope ${policy.scope}.`);
  }
}
