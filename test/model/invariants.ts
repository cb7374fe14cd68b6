import type { State } from './state.js';

/** What must hold in every state. */
export const INVARIANTS = {
  'one writer: the log never goes back to an earlier epoch': ({ database: { log } }) =>
    log.every((epoch, i) => i === 0 || epoch > log[i - 1]!),

  'a message with a receipt is in the inbox': ({ database, whatsapp }) =>
    whatsapp.inbound !== 'receipted' || database.received > 0,

  'a received message is in the inbox once': ({ database }) => database.received <= 1,

  'no counter is used for two encryptions': ({ whatsapp: { counters } }) => new Set(counters).size === counters.length,

  'an accepted message has one WhatsApp id': ({ whatsapp: { ids } }) => ids.every((seen) => seen.length <= 1),

  // In this model everything can be decrypted once.
  'nothing is refused that could be decrypted before': ({ whatsapp }) => whatsapp.inbound !== 'refused',

  // One that was opened before may still be on its way in, and displaces the new owner once: WhatsApp knows no epochs.
  'no socket logs in that was opened after the account had a new owner': ({ whatsapp: { socket }, workers }) =>
    socket === null || !workers[socket].openedTooLate,
} satisfies Record<string, (state: State) => boolean>;

/** All that was accepted is sent and told of, and all that came in is in the inbox. Together with the invariants: once. */
export function isQuiet({ database: { received, sent, settled }, whatsapp: { inbound, ids } }: State): boolean {
  const isSent = ([0, 1] as const).every((out) => ids[out].length > 0 && settled[out] && sent[out]);
  return isSent && received > 0 && inbound === 'receipted';
}
