import { getContentType, proto } from '@whiskeysockets/baileys';
import {
  type Content,
  type LinkPreview,
  type MessageRef,
  type OutboundContent,
  parseJid,
  type TextStyle,
} from '../../contracts/index.js';

type Card = Extract<Content, { type: 'contact' }>['contacts'][number];
type Poll = Extract<OutboundContent, { type: 'poll' }>;

const PROTOCOL = proto.Message.ProtocolMessage.Type;
const PIN = proto.Message.PinInChatMessage.Type;

/** What a message says, in WhatsApp's words. Media: without what only an upload gives. `chat` is the JID it goes to. */
export function contentProto(content: OutboundContent, chat: string): proto.IMessage {
  if ('media' in content) {
    const { thumbnail, waveform } = content.look;
    return mediaProto(content, { jpegThumbnail: bytesOf(thumbnail), waveform: bytesOf(waveform) });
  }
  switch (content.type) {
    case 'text':
      return {
        extendedTextMessage: {
          text: content.text,
          ...previewProto(content.preview ?? null),
          ...styleProto(content.style ?? null),
        },
      };
    case 'location':
      return locationProto(content);
    case 'contact':
      return contactProto(content.contacts);
    case 'groupInvite':
      return inviteProto(content);
    case 'poll':
      return pollProto(content);
    case 'reaction': {
      const { emoji, at } = content;
      return { reactionMessage: { key: keyOf(content.target, chat), text: emoji, senderTimestampMs: at } };
    }
    case 'edit': {
      const editedMessage = { extendedTextMessage: { text: content.text } };
      const key = keyOf(content.target, chat);
      return { protocolMessage: { type: PROTOCOL.MESSAGE_EDIT, key, editedMessage, timestampMs: content.at } };
    }
    case 'delete':
      return { protocolMessage: { type: PROTOCOL.REVOKE, key: keyOf(content.target, chat) } };
    case 'pin':
      return pinProto(content, chat);
  }
}

/** The same for a message that is only quoted: media are told of, not sent again, and polls can not be voted on. */
export function quotedProto(content: Content | null): proto.IMessage {
  if (!content) return { conversation: '' };
  if ('media' in content) {
    return mediaProto(content, { jpegThumbnail: bytesOf(content.media.thumbnail ?? null), waveform: null });
  }
  switch (content.type) {
    case 'text':
      return { conversation: content.text };
    case 'location':
      return locationProto(content);
    case 'contact':
      return contactProto(content.contacts);
    case 'groupInvite':
      return inviteProto(content);
    case 'poll':
      return pollProto({ ...content, secret: '' });
  }
}

/** The field of a message that its content is in, and what stands there. */
export function partOf(message: proto.IMessage): [kind: keyof proto.IMessage, part: object] {
  const kind = getContentType(message);
  const part = kind && message[kind];
  if (!kind || typeof part !== 'object' || part === null) throw new Error('a message without content');
  return [kind, part];
}

/** How a message is named to the other side. In a group an id alone says nothing: everybody makes his own. */
export function keyOf({ messageId, fromMe, author }: MessageRef, chat: string): proto.IMessageKey {
  return { remoteJid: chat, fromMe, id: messageId, ...(isShared(chat) && !fromMe && { participant: author }) };
}

export function isChannel(chat: string): boolean {
  return parseJid(chat)?.kind === 'newsletter';
}

/** Whether what is in a chat comes from many: everybody makes ids of his own. */
export function isShared(chat: string): boolean {
  return isGroup(chat) || parseJid(chat)?.kind === 'status';
}

/** What makes the messages of a chat disappear after so long; null: they stay. As Baileys' own clients write it (messages.js, rc14). */
export function timerProto(ephemeralSeconds: number | null): proto.IMessage {
  const type = proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING;
  const protocolMessage = { type, ephemeralExpiration: ephemeralSeconds ?? 0 };
  return { ephemeralMessage: { message: { protocolMessage } } };
}

export function isGroup(chat: string): boolean {
  return parseJid(chat)?.kind === 'group';
}

type Media = Pick<Extract<Content, { media: unknown }>, 'type' | 'media' | 'caption'>;
interface LookBytes {
  jpegThumbnail: Uint8Array | null;
  waveform: Uint8Array | null;
}

function mediaProto({ type, media, caption }: Media, { jpegThumbnail, waveform }: LookBytes): proto.IMessage {
  const { mimetype, seconds, width, height, filename } = media;
  const drawn = { mimetype, caption, width, height, jpegThumbnail };
  switch (type) {
    case 'image':
      return { imageMessage: drawn };
    case 'video':
      return { videoMessage: { ...drawn, seconds } };
    case 'videoNote':
      return { ptvMessage: { ...drawn, seconds } };
    case 'audio':
      return { audioMessage: { mimetype, seconds, ptt: false } };
    case 'voice':
      return { audioMessage: { mimetype, seconds, ptt: true, waveform } };
    case 'document':
      return { documentMessage: { mimetype, caption, fileName: filename, title: filename, jpegThumbnail } };
    case 'sticker':
      return { stickerMessage: { mimetype, width, height } };
  }
}

function locationProto({ latitude, longitude, name, address }: Extract<Content, { type: 'location' }>): proto.IMessage {
  return { locationMessage: { degreesLatitude: latitude, degreesLongitude: longitude, name, address } };
}

function contactProto(cards: Card[]): proto.IMessage {
  const contacts = cards.map(({ name, vcard }) => ({ displayName: name, vcard }));
  const [only] = contacts;
  if (only && contacts.length === 1) return { contactMessage: only };
  return { contactsArrayMessage: { displayName: `${contacts.length} contacts`, contacts } };
}

function inviteProto(invite: Extract<Content, { type: 'groupInvite' }>): proto.IMessage {
  const { group: groupJid, inviteCode, groupName, caption, expiresAt } = invite;
  const inviteExpiration = expiresAt === null ? null : Date.parse(expiresAt) / 1000;
  return { groupInviteMessage: { groupJid, inviteCode, groupName, caption, inviteExpiration } };
}

/** WhatsApp has one form for polls with one answer and another for all else (Baileys, messages.js, rc14). */
function pollProto({ question, options, selectable, secret }: Poll): proto.IMessage {
  const poll = {
    name: question,
    options: options.map((optionName) => ({ optionName })),
    selectableOptionsCount: selectable,
  };
  const messageContextInfo = { messageSecret: Buffer.from(secret, 'base64') };
  return selectable === 1
    ? { messageContextInfo, pollCreationMessageV3: poll }
    : { messageContextInfo, pollCreationMessage: poll };
}

function pinProto({ target, seconds, at }: Extract<OutboundContent, { type: 'pin' }>, chat: string): proto.IMessage {
  const type = seconds > 0 ? PIN.PIN_FOR_ALL : PIN.UNPIN_FOR_ALL;
  return {
    pinInChatMessage: { key: keyOf(target, chat), type, senderTimestampMs: at },
    messageContextInfo: { messageAddOnDurationInSecs: seconds },
  };
}

function previewProto(preview: LinkPreview | null): proto.Message.IExtendedTextMessage {
  if (!preview) return {};
  const { url, title, description, thumbnail } = preview;
  return { matchedText: url, title, description, jpegThumbnail: bytesOf(thumbnail), previewType: 0 };
}

/** WhatsApp writes colours as ARGB, and fonts by number. */
function styleProto(style: TextStyle | null): proto.Message.IExtendedTextMessage {
  if (!style) return {};
  const { backgroundColor, font } = style;
  return {
    ...(backgroundColor !== null && { backgroundArgb: 0xff000000 + Number.parseInt(backgroundColor.slice(1), 16) }),
    ...(font !== null && { font }),
  };
}

function bytesOf(base64: string | null): Buffer | null {
  return base64 === null ? null : Buffer.from(base64, 'base64');
}
