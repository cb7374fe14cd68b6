import { phoneText } from '@/lib/phone';
import type { Chat, Message } from './chat-queries';

/** What a message is called whose content is no text. */
const KINDS: Record<string, string> = {
  image: 'Photo',
  video: 'Video',
  videoNote: 'Video note',
  audio: 'Audio',
  voice: 'Voice message',
  document: 'Document',
  sticker: 'Sticker',
  location: 'Location',
  contact: 'Contact',
  groupInvite: 'Invitation to a group',
  poll: 'Poll',
  reaction: 'Reaction',
  edit: 'Edit',
  delete: 'Deleted a message',
  deleted: 'This message was deleted',
  pin: 'Pinned a message',
  unsupported: 'A kind of message that is not supported yet',
};

export const kindText = (type: string): string => KINDS[type] ?? type;

/** A chat by the best name that is known. */
export function chatTitle(chatId: string, chat?: Pick<Chat, 'name' | 'phoneNumber'>): string {
  if (chat?.name) return chat.name;
  if (chat?.phoneNumber) return phoneText(chat.phoneNumber);
  const [user = chatId, server] = chatId.split('@');
  return server === 's.whatsapp.net' ? phoneText(user) : chatId;
}

/** A message in one line. */
export function messageLine(message: Message): string {
  const { type, text, caption, emoji, poll, location, contacts, media } = message;
  if (text !== undefined) return text;
  const about =
    caption ??
    emoji ??
    poll?.question ??
    location?.name ??
    contacts?.map(({ name }) => name).join(', ') ??
    media?.filename;
  return about ? `${kindText(type)}: ${about}` : kindText(type);
}

/** Who wrote it, as a group shows it. */
export function authorText({ pushName, phoneNumber, from }: Message): string {
  return pushName ?? (phoneNumber === null ? (from ?? '') : phoneText(phoneNumber));
}
