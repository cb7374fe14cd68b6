import type { WASocket } from '@whiskeysockets/baileys';
import type { AccountPort } from '../whatsapp/port.js';
import { ownAddresses } from './account-keys.js';
import { channelFact } from './channel-posts.js';
import type { Envelopes } from './durable-signal.js';
import { withheldFact } from './inbound-facts.js';
import { takeInTurn, tap } from './internals.js';
import { knownPhone } from './known-phone.js';
import { receiptFacts } from './receipt-facts.js';

/** Hears messages and receipts before Baileys does: what they say in the clear is written, and what is encrypted is traced to its stanza. */
export function hearMessages(sock: WASocket, account: AccountPort, envelopes: Envelopes): void {
  const { creds } = sock.authState;
  tap(sock, 'CB:message', (node) => {
    const posted = channelFact(node, ownAddresses(creds)[0] ?? '', account.sessionId);
    if (posted) account.write({}, [posted]);
    takeInTurn(node);
    envelopes.register(node);
    const withheld = withheldFact(node, creds);
    if (withheld) account.write({}, [withheld]);
  });
  tap(sock, 'CB:receipt', (node) => {
    const facts = receiptFacts(node, ownAddresses(creds), (member) => knownPhone(account, member));
    if (facts.length > 0) account.write({}, facts, 'soon');
  });
}
