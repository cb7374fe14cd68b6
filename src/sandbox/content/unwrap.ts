import { proto } from '@whiskeysockets/baileys';

/** What WhatsApp puts around a message to say something of it. */
const ENVELOPES = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'editedMessage',
] as const;

/** Deeper nesting is nothing a phone sends. */
const DEPTH = 5;

export interface Unwrapped {
  message: proto.IMessage;
  envelopes: (typeof ENVELOPES)[number][];
}

/** The message itself, and what it was wrapped in, outermost first. */
export function unwrap(wrapped: proto.IMessage): Unwrapped {
  const envelopes: Unwrapped['envelopes'] = [];
  let message = wrapped;
  while (envelopes.length < DEPTH) {
    const envelope = ENVELOPES.find((name) => message[name]?.message);
    const inner = envelope && message[envelope]?.message;
    if (!inner) break;
    envelopes.push(envelope);
    message = inner;
  }
  return { message, envelopes };
}

/** By its wrapping, or by a mark of its file. */
export function isViewOnce(wrapped: proto.IMessage): boolean {
  const { message, envelopes } = unwrap(wrapped);
  const file = message.imageMessage ?? message.videoMessage ?? message.audioMessage;
  return envelopes.some((envelope) => envelope.startsWith('viewOnce')) || (file?.viewOnce ?? false);
}

/** Fields that go along with a message and are none themselves. */
const COMPANY = new Set(['messageContextInfo', 'senderKeyDistributionMessage']);

/** The field of the protobuf that says what the message is; null for one that says nothing we can read. */
export function rawKind(message: proto.IMessage): keyof proto.IMessage | null {
  const fields = Object.entries(message).filter(([name, value]) => !COMPANY.has(name) && value != null);
  return (fields[0]?.[0] as keyof proto.IMessage | undefined) ?? null;
}

/** What a person reads first; null when there is no text. Captions are none. */
export function textOf(wrapped: proto.IMessage): string | null {
  const { message } = unwrap(wrapped);
  return message.conversation || message.extendedTextMessage?.text || null;
}

/** The attribute `type` that the sender's stanza has. */
export function stanzaType(wrapped: proto.IMessage): string {
  const { message } = unwrap(wrapped);
  if (message.reactionMessage) return 'reaction';
  if (message.pollCreationMessage || message.pollCreationMessageV2 || message.pollCreationMessageV3) return 'poll';
  if (message.pollUpdateMessage) return 'poll';
  const kind = rawKind(message) ?? 'conversation';
  return ['conversation', 'extendedTextMessage', 'protocolMessage', 'pinInChatMessage'].includes(kind)
    ? 'text'
    : 'media';
}

const { Type } = proto.Message.ProtocolMessage;

/** The attribute `edit` that the sender's stanza has; null for a new message. */
export function editAttribute(wrapped: proto.IMessage): '1' | '2' | '7' | '8' | null {
  const { message } = unwrap(wrapped);
  if (message.pinInChatMessage) return '2';
  const { type, key } = message.protocolMessage ?? {};
  if (type === Type.MESSAGE_EDIT) return '1';
  if (type !== Type.REVOKE) return null;
  return key?.fromMe === false ? '8' : '7';
}
