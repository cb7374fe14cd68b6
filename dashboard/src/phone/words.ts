import type { Content, Message } from './api';

const NAMES: Record<string, string> = {
  image: 'Picture',
  video: 'Video',
  videoNote: 'Video note',
  audio: 'Audio',
  voice: 'Voice message',
  document: 'Document',
  sticker: 'Sticker',
  location: 'Location',
  contact: 'Contact',
  poll: 'Poll',
};

/** A message in one line, for lists and quotes. */
export function inOneLine(content: Content | null): string {
  if (!content) return 'This message was deleted';
  const kind = NAMES[content.type];
  const words = content.text ?? content.caption ?? content.question ?? content.filename ?? content.name;
  if (content.type === 'text') return content.text ?? '';
  if (!kind) return 'A message that can not be shown here';
  return words ? `${kind}: ${words}` : kind;
}

export const STATES: Record<NonNullable<Message['state']>, string> = {
  sending: 'On its way to the server',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
};

export function pretty(phoneNumber: string): string {
  return /^\d+$/.test(phoneNumber) ? `+${phoneNumber}` : phoneNumber;
}
