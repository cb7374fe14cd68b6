import { randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import type { FileReference } from '../media/store.js';
import { sealVote } from './poll-vote.js';
import { rawKind } from './unwrap.js';

export const FILE_TYPES = ['image', 'video', 'audio', 'voice', 'document', 'sticker', 'videoNote'] as const;

export type FileType = (typeof FILE_TYPES)[number];

/** A file that is on the media server, and what the sender says of it. */
export interface FileSpeech {
  type: FileType;
  reference: FileReference;
  mimetype: string;
  caption?: string;
  filename?: string;
  seconds?: number;
  width?: number;
  height?: number;
  /** JPEG. */
  jpegThumbnail?: Uint8Array;
  /** 64 values of 0 to 100. */
  waveform?: Uint8Array;
}

/** What a simulated person says. References are keys as the person's own phone writes them. */
export type Speech =
  | { type: 'text'; text: string }
  | FileSpeech
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'contact'; contacts: { name: string; phone: string }[] }
  | { type: 'poll'; question: string; options: string[]; selectable: number }
  | { type: 'vote'; poll: proto.IMessageKey; secret: Uint8Array; creator: string; voter: string; chosen: string[] }
  | { type: 'reaction'; target: proto.IMessageKey; emoji: string }
  | { type: 'edit'; target: proto.IMessageKey; text: string }
  | { type: 'delete'; target: proto.IMessageKey }
  /** 0 seconds take the pin away. */
  | { type: 'pin'; target: proto.IMessageKey; seconds: number }
  | { type: 'groupInvite'; group: string; inviteCode: string; groupName: string; caption?: string }
  | { type: 'raw'; message: proto.IMessage };

export interface SpeechContext {
  replyTo?: { id: string; author: string; message: proto.IMessage };
  /** Bare JIDs. */
  mentions?: string[];
  forwarded?: boolean;
  viewOnce?: boolean;
  disappearsAfterSeconds?: number;
}

const { Type } = proto.Message.ProtocolMessage;
const { Type: Pin } = proto.Message.PinInChatMessage;

/** The message as a phone would encrypt it. `now` is in milliseconds. */
export function compose(speech: Speech, context: SpeechContext, now: number): proto.IMessage {
  const message = put(content(speech, now, context.viewOnce), contextInfo(context));
  return wrap(message, context);
}

function content(speech: Speech, now: number, viewOnce?: boolean): proto.IMessage {
  switch (speech.type) {
    case 'text':
      return { conversation: speech.text };
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
    case 'videoNote':
      return file(speech, viewOnce);
    case 'location':
      return { locationMessage: location(speech) };
    case 'contact':
      return cards(speech.contacts.map(card));
    case 'poll':
      return poll(speech);
    case 'vote':
      return vote(speech, now);
    case 'reaction':
      return { reactionMessage: { key: speech.target, text: speech.emoji, senderTimestampMs: now } };
    case 'edit':
      return edit(speech, now);
    case 'delete':
      return { protocolMessage: { type: Type.REVOKE, key: speech.target } };
    case 'pin':
      return pin(speech, now);
    case 'groupInvite':
      return { groupInviteMessage: invite(speech, now) };
    case 'raw':
      return speech.message;
  }
}

function file({ type, reference, filename, ...said }: FileSpeech, viewOnce?: boolean): proto.IMessage {
  const sent = { ...reference, ...said, ...(viewOnce && { viewOnce }) };
  switch (type) {
    case 'image':
      return { imageMessage: sent };
    case 'video':
      return { videoMessage: sent };
    case 'videoNote':
      return { ptvMessage: sent };
    case 'audio':
    case 'voice':
      return { audioMessage: { ...sent, ptt: type === 'voice' } };
    case 'document':
      return { documentMessage: { ...sent, fileName: filename ?? null, title: filename ?? null } };
    case 'sticker':
      return { stickerMessage: sent };
  }
}

function pin({ target, seconds }: Extract<Speech, { type: 'pin' }>, now: number): proto.IMessage {
  const type = seconds > 0 ? Pin.PIN_FOR_ALL : Pin.UNPIN_FOR_ALL;
  return {
    pinInChatMessage: { key: target, type, senderTimestampMs: now },
    messageContextInfo: { messageAddOnDurationInSecs: seconds },
  };
}

/** For three days. */
function invite({ group, inviteCode, groupName, caption }: Extract<Speech, { type: 'groupInvite' }>, now: number) {
  const inviteExpiration = Math.floor(now / 1000) + 3 * 86_400;
  return { groupJid: group, inviteCode, groupName, inviteExpiration, ...(caption && { caption }) };
}

function location({ latitude, longitude, name, address }: Extract<Speech, { type: 'location' }>) {
  const place = { degreesLatitude: latitude, degreesLongitude: longitude };
  return { ...place, ...(name && { name }), ...(address && { address }) };
}

function card({ name, phone }: { name: string; phone: string }): proto.Message.IContactMessage {
  const number = phone.replace(/^\+/, '');
  const lines = ['BEGIN:VCARD', 'VERSION:3.0', `N:;${name};;;`, `FN:${name}`];
  lines.push(`TEL;type=CELL;waid=${number}:+${number}`, 'END:VCARD');
  return { displayName: name, vcard: lines.join('\n') };
}

function cards(contacts: proto.Message.IContactMessage[]): proto.IMessage {
  const [only] = contacts;
  if (contacts.length === 1 && only) return { contactMessage: only };
  return { contactsArrayMessage: { displayName: `${contacts.length} contacts`, contacts } };
}

function poll({ question, options, selectable }: Extract<Speech, { type: 'poll' }>): proto.IMessage {
  const creation = {
    name: question,
    options: options.map((optionName) => ({ optionName })),
    selectableOptionsCount: selectable,
  };
  const messageContextInfo = { messageSecret: randomBytes(32) };
  // Phones write the third version for a choice of one, and the first for all others.
  if (selectable === 1) return { pollCreationMessageV3: creation, messageContextInfo };
  return { pollCreationMessage: creation, messageContextInfo };
}

function vote({ poll, secret, creator, voter, chosen }: Extract<Speech, { type: 'vote' }>, now: number) {
  const sealed = sealVote({ secret, pollId: poll.id ?? '', creator, voter }, chosen);
  return { pollUpdateMessage: { pollCreationMessageKey: poll, vote: sealed, senderTimestampMs: now } };
}

function edit({ target, text }: Extract<Speech, { type: 'edit' }>, now: number): proto.IMessage {
  const editedMessage = { conversation: text };
  const protocolMessage = { type: Type.MESSAGE_EDIT, key: target, editedMessage, timestampMs: now };
  return { editedMessage: { message: { protocolMessage } } };
}

function contextInfo(context: SpeechContext): proto.IContextInfo | undefined {
  const { replyTo, mentions = [], forwarded, disappearsAfterSeconds } = context;
  const info: proto.IContextInfo = {};
  if (replyTo) {
    Object.assign(info, { stanzaId: replyTo.id, participant: replyTo.author, quotedMessage: replyTo.message });
  }
  if (mentions.length > 0) info.mentionedJid = mentions;
  if (forwarded) Object.assign(info, { isForwarded: true, forwardingScore: 1 });
  if (disappearsAfterSeconds) info.expiration = disappearsAfterSeconds;
  return Object.keys(info).length > 0 ? info : undefined;
}

/** A plain text has no place for a context, so it becomes an extended one. */
function put(message: proto.IMessage, info: proto.IContextInfo | undefined): proto.IMessage {
  if (!info) return message;
  const { conversation, ...others } = message;
  if (conversation != null) return { ...others, extendedTextMessage: { text: conversation, contextInfo: info } };
  const kind = rawKind(message);
  const field = kind === null ? undefined : message[kind];
  if (kind === null || typeof field !== 'object') return message;
  return { ...message, [kind]: { ...field, contextInfo: info } };
}

function wrap(message: proto.IMessage, { viewOnce, disappearsAfterSeconds }: SpeechContext): proto.IMessage {
  let wrapped = message;
  if (message.documentMessage?.caption) wrapped = { documentWithCaptionMessage: { message: wrapped } };
  if (viewOnce) {
    const envelope = message.audioMessage ? 'viewOnceMessageV2Extension' : 'viewOnceMessageV2';
    wrapped = { [envelope]: { message: wrapped } };
  }
  return disappearsAfterSeconds ? { ephemeralMessage: { message: wrapped } } : wrapped;
}
