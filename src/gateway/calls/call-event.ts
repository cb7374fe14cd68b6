import { type CallReceivedFact, type NewEvent, parseJid, phoneOf } from '../../contracts/index.js';

export function callEvent({ chat, fromLid, ...call }: CallReceivedFact): NewEvent {
  const lid = fromLid ?? (parseJid(call.from)?.kind === 'lid' ? call.from : null);
  return {
    type: 'call.received',
    chatId: chat,
    payload: { ...call, chatId: chat, phoneNumber: phoneOf(call.from), lid },
  };
}
