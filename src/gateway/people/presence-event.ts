import { type NewEvent, parseJid, phoneOf, type PresenceUpdatedFact } from '../../contracts/index.js';

export function presenceEvent({ chat, fromLid, ...seen }: PresenceUpdatedFact): NewEvent {
  const lid = fromLid ?? (parseJid(seen.from)?.kind === 'lid' ? seen.from : null);
  const payload = { ...seen, chatId: chat, phoneNumber: phoneOf(seen.from), lid };
  return { type: 'presence.updated', chatId: chat, payload };
}
