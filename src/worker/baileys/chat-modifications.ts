import type { ChatModification, LastMessageList } from '@whiskeysockets/baileys';
import type { ChatWish } from '../whatsapp/chats.js';
import { keyOf } from './outbound-content.js';

/** What a wish is in WhatsApp's shared settings, one after the other: each is a patch of its own. */
export function modificationsOf({
  chat,
  newest,
  archived,
  pinned,
  mutedUntil,
  read,
  label,
}: ChatWish): ChatModification[] {
  const lastMessages: LastMessageList = newest
    ? [{ key: keyOf(newest, chat), messageTimestamp: newest.timestamp }]
    : [];
  return [
    ...(archived === undefined ? [] : [{ archive: archived, lastMessages }]),
    ...(pinned === undefined ? [] : [{ pin: pinned }]),
    ...(mutedUntil === undefined ? [] : [{ mute: mutedUntil === null ? null : Date.parse(mutedUntil) }]),
    ...(read === undefined ? [] : [{ markRead: read, lastMessages }]),
    ...(label === undefined ? [] : [labelling(label)]),
  ];
}

type LabelWish = NonNullable<ChatWish['label']>;

function labelling({ labelId, labelled, messageId }: LabelWish): ChatModification {
  if (messageId !== undefined) {
    const label = { labelId, messageId };
    return labelled ? { addMessageLabel: label } : { removeMessageLabel: label };
  }
  return labelled ? { addChatLabel: { labelId } } : { removeChatLabel: { labelId } };
}
