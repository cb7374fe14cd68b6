import { proto, unpadRandomMax16 } from '@whiskeysockets/baileys';
import { contentOf, type Said } from './inbound-content.js';
import { bringsKeys, unwrap } from './unwrap.js';

/** What a decrypted message means, in WhatsApp's addresses as its sender wrote them. */
export type Meaning =
  | ({ kind: 'content'; secret: Uint8Array | null } & Said)
  | { kind: 'reaction'; target: proto.IMessageKey; emoji: string }
  | { kind: 'edit'; target: proto.IMessageKey; text: string }
  | { kind: 'delete'; target: proto.IMessageKey }
  /** Null: the pin is taken away. */
  | { kind: 'pin'; target: proto.IMessageKey; seconds: number | null }
  /** From now on, messages of the chat disappear after so long; null: they stay. */
  | { kind: 'timer'; ephemeralSeconds: number | null }
  | { kind: 'vote'; poll: proto.IMessageKey; vote: proto.Message.IPollEncValue; rawKind: string };

/** What a decrypted message means to people; null when it is for the devices only. `plaintext` is padded. */
export function meaningOf(plaintext: Uint8Array, sessionId: string): Meaning | null {
  try {
    return messageMeaning(proto.Message.decode(unpadRandomMax16(plaintext)), sessionId);
  } catch {
    return unsupported('undecodable');
  }
}

export function messageMeaning(message: proto.IMessage, sessionId: string): Meaning | null {
  const unwrapped = unwrap(message);
  const { reactionMessage, protocolMessage, pollUpdateMessage, pinInChatMessage } = unwrapped.message;
  // A kind newer than our protobuf leaves no field behind, but what it was wrapped in or what stands beside every message.
  if (unwrapped.kind === null) return bringsKeys(unwrapped.message) ? null : unsupported('unknown');
  if (protocolMessage) return protocolMeaning(protocolMessage, sessionId);
  if (reactionMessage?.key?.id) {
    return { kind: 'reaction', target: reactionMessage.key, emoji: reactionMessage.text ?? '' };
  }
  if (pinInChatMessage?.key?.id) return pinMeaning(pinInChatMessage, message);
  if (pollUpdateMessage?.pollCreationMessageKey?.id && pollUpdateMessage.vote) {
    const { pollCreationMessageKey: poll, vote } = pollUpdateMessage;
    return { kind: 'vote', poll, vote, rawKind: 'pollUpdateMessage' };
  }
  return { kind: 'content', secret: unwrapped.secret, ...contentOf(unwrapped, sessionId) };
}

/** How long it lasts stands beside it, outside of what it may be wrapped in. Without a length it is a day (Baileys, messages.js, rc14). */
function pinMeaning({ key, type }: proto.Message.IPinInChatMessage, whole: proto.IMessage): Meaning {
  const { messageContextInfo } = whole.deviceSentMessage?.message ?? whole;
  const seconds = (messageContextInfo ?? whole.messageContextInfo)?.messageAddOnDurationInSecs || DAY_SECONDS;
  return { kind: 'pin', target: key!, seconds: type === Pin.UNPIN_FOR_ALL ? null : seconds };
}

export function unsupported(rawKind: string): Extract<Meaning, { kind: 'content' }> {
  const content = { type: 'unsupported', rawKind } as const;
  return { kind: 'content', content, contextInfo: null, source: null, viewOnce: false, secret: null };
}

const { Type } = proto.Message.ProtocolMessage;
const { Type: Pin } = proto.Message.PinInChatMessage;
const DAY_SECONDS = 86_400;

/** What one person tells another in the protocol of the devices, and we do not read. */
const FOR_PEOPLE = [
  Type.SHARE_PHONE_NUMBER,
  Type.REMINDER_MESSAGE,
  Type.STATUS_MENTION_MESSAGE,
  Type.LIMIT_SHARING,
  Type.GROUP_MEMBER_LABEL_CHANGE,
];

/** Of the protocol of the devices, people see only these. */
function protocolMeaning(message: proto.Message.IProtocolMessage, sessionId: string): Meaning | null {
  const { type, key, editedMessage } = message;
  if (type === Type.REVOKE) return key?.id ? { kind: 'delete', target: key } : unsupported('protocolMessage.REVOKE');
  if (type === Type.EPHEMERAL_SETTING) return { kind: 'timer', ephemeralSeconds: message.ephemeralExpiration || null };
  if (type != null && FOR_PEOPLE.includes(type)) return unsupported(`protocolMessage.${Type[type]}`);
  if (type !== Type.MESSAGE_EDIT) return null;
  const text = editedMessage ? textOf(editedMessage, sessionId) : null;
  return key?.id && text !== null ? { kind: 'edit', target: key, text } : unsupported('protocolMessage.MESSAGE_EDIT');
}

/** The new text of a message, or the new caption of a file, which comes without the file. */
function textOf(edited: proto.IMessage, sessionId: string): string | null {
  const { message } = unwrap(edited);
  const { content } = contentOf(unwrap(edited), sessionId);
  if (content.type === 'text') return content.text;
  const { imageMessage, videoMessage, documentMessage, ptvMessage } = message;
  const file = imageMessage ?? videoMessage ?? documentMessage ?? ptvMessage;
  return file ? (file.caption ?? '') : null;
}
