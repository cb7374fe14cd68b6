import type { BaileysEventMap, ChatUpdate } from '@whiskeysockets/baileys';
import { bareJid, type ChatChange, type InboxFact } from '../../contracts/index.js';

/** As far as a date goes in four digits: until somebody unmutes it. */
const FOREVER_MS = Date.UTC(9999, 11, 31);
/** Baileys' word for "marked unread by hand". */
const MARKED = -1;

type Told = Pick<BaileysEventMap, 'chats.update' | 'chats.delete' | 'messages.update'>;

/** What other devices of the account have set of chats and messages. `isNews` is false for what was so before it was linked. */
export function chatFacts(told: Partial<Told>, isNews: boolean): InboxFact[] {
  const deleted = (told['chats.delete'] ?? []).map((id): ChatChange => ({ chat: bareJid(id), deleted: true }));
  const changes = [...(told['chats.update'] ?? []).flatMap(changeOf), ...deleted];
  const stars = (told['messages.update'] ?? []).flatMap(starred);
  return changes.length === 0 ? stars : [{ kind: 'chat.changed', payload: { changes, isNews } }, ...stars];
}

export function chatChanged(change: ChatChange): InboxFact {
  return { kind: 'chat.changed', payload: { changes: [change], isNews: true } };
}

/** Every message makes such an event as well, with a count that is of no use here. */
function changeOf({ id, archived, pinned, muteEndTime, unreadCount, messages }: ChatUpdate): ChatChange[] {
  const isCounted = !messages && (unreadCount === 0 || unreadCount === MARKED);
  const change = {
    ...(typeof archived === 'boolean' && { archived }),
    ...(pinned !== undefined && { pinnedAt: timeAt(pinned) }),
    ...(muteEndTime !== undefined && { mutedUntil: mutedUntil(muteEndTime) }),
    ...(isCounted && { unread: unreadCount === MARKED }),
  };
  return id && Object.keys(change).length > 0 ? [{ chat: bareJid(id), ...change }] : [];
}

function starred({ key, update }: BaileysEventMap['messages.update'][number]): InboxFact[] {
  const { remoteJid, id, fromMe } = key;
  if (typeof update.starred !== 'boolean' || !remoteJid || !id) return [];
  const payload = { chat: bareJid(remoteJid), messageId: id, fromMe: fromMe === true, starred: update.starred };
  return [{ kind: 'message.starred', payload }];
}

/** A negative end is none. */
export function mutedUntil(endMs: number | Long | null): string | null {
  const end = Number(endMs ?? 0);
  return end === 0 ? null : timeAt(end < 0 ? FOREVER_MS : Math.min(end, FOREVER_MS));
}

function timeAt(ms: number | Long | null): string | null {
  return Number(ms ?? 0) > 0 ? new Date(Number(ms)).toISOString() : null;
}

type Long = { toString(): string };
