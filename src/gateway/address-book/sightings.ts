import { type ContactTold, type HistoryFact, type InboxFact, parseJid } from '../../contracts/index.js';
import type { News } from './contact-book.js';

export interface Sighting {
  told: ContactTold;
  news: News;
}

/** Whom a fact is about, and what it says of them. What somebody did or sent says who it was. */
export function sightingsIn(fact: InboxFact): Sighting[] {
  const { payload } = fact;
  if (fact.kind === 'contact.told') {
    return fact.payload.contacts.map((told) => ({ told, news: fact.payload.isNews ? 'always' : 'never' }));
  }
  if (fact.kind === 'history.told') return inHistory(fact.payload);
  if (fact.kind === 'chat.changed') return fact.payload.changes.flatMap(({ chat }) => byLid(chat));
  if (fact.kind === 'chat.read' || fact.kind === 'message.starred') return byLid(fact.payload.chat);
  if (!('from' in payload)) return [];
  if ('fromMe' in payload && payload.fromMe) return seen(payload.chat, null, null);
  const lid = 'fromLid' in payload ? payload.fromLid : null;
  return seen(payload.from, lid, 'pushName' in payload ? payload.pushName : null);
}

/** The same fact under the one address of each person in it. */
export function underOneAddress(fact: InboxFact, chatOf: (jid: string) => string): InboxFact {
  const { payload } = fact;
  if (fact.kind === 'history.told') {
    const chats = fact.payload.chats.map((told) => ({ ...told, chat: chatOf(told.chat) }));
    const messages = fact.payload.messages.map((told) => ({ ...told, ...addresses(told, chatOf) }));
    return { ...fact, payload: { ...fact.payload, chats, messages } };
  }
  if (fact.kind === 'chat.changed') {
    const changes = fact.payload.changes.map((change) => ({ ...change, chat: chatOf(change.chat) }));
    return { ...fact, payload: { ...fact.payload, changes } };
  }
  if (!('chat' in payload)) return fact;
  return { ...fact, payload: { ...payload, ...addresses(payload, chatOf) } } as InboxFact;
}

function inHistory({ contacts, chats, messages }: HistoryFact): Sighting[] {
  const people = contacts.map((told): Sighting => ({ told, news: 'never' }));
  const authors = messages.filter(({ fromMe }) => !fromMe);
  return [
    ...people,
    ...chats.flatMap(({ chat }) => byLid(chat)),
    ...authors.flatMap(({ from, fromLid, pushName }) => seen(from, fromLid, pushName)).map(asOld),
  ];
}

function asOld(sighting: Sighting): Sighting {
  return { ...sighting, news: 'never' };
}

function addresses(told: { chat: string; from?: string; to?: string }, chatOf: (jid: string) => string) {
  return {
    chat: chatOf(told.chat),
    ...(told.from !== undefined && { from: chatOf(told.from) }),
    ...(told.to !== undefined && { to: chatOf(told.to) }),
  };
}

/** Chats by number are where they belong. */
function byLid(chat: string): Sighting[] {
  return parseJid(chat)?.kind === 'lid' ? seen(chat, null, null) : [];
}

function seen(jid: string, fromLid: string | null, pushName: string | null): Sighting[] {
  const kind = parseJid(jid)?.kind;
  if (kind !== 'person' && kind !== 'lid') return [];
  const addresses = kind === 'person' ? { whatsappId: jid, lid: fromLid } : { whatsappId: null, lid: jid };
  return [{ told: { ...addresses, ...(pushName !== null && { pushName }) }, news: 'known' }];
}
