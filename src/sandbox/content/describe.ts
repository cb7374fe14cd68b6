import { proto } from '@whiskeysockets/baileys';
import { isViewOnce, rawKind, unwrap } from './unwrap.js';

/** What a message says, as its recipient decrypted it: `type` and the fields of that kind. */
export type Said = { type: string } & Record<string, unknown>;

/** What surrounds what it says. Addresses and ids are as the sender wrote them. */
export interface Surroundings {
  replyTo: { messageId: string; author: string | null; content: Said | null; chat?: string } | null;
  mentions: string[];
  forwarded: boolean;
  viewOnce: boolean;
  disappearsAfterSeconds: number | null;
}

const { Type } = proto.Message.ProtocolMessage;
const { Type: Pin } = proto.Message.PinInChatMessage;

export function describe(wrapped: proto.IMessage): Said {
  const { message } = unwrap(wrapped);
  const kind = rawKind(message);
  const read = kind === null ? undefined : readers[kind];
  return read?.(message) ?? { type: 'unknown', rawKind: kind };
}

export function surroundings(wrapped: proto.IMessage): Surroundings {
  const { message } = unwrap(wrapped);
  const info = contextInfo(message);
  const { stanzaId, participant, quotedMessage, remoteJid } = info;
  const content = quotedMessage ? describe(quotedMessage) : null;
  const elsewhere = remoteJid ? { chat: remoteJid } : {};
  return {
    replyTo: stanzaId ? { messageId: stanzaId, author: participant || null, content, ...elsewhere } : null,
    mentions: info.mentionedJid ?? [],
    forwarded: info.isForwarded ?? false,
    viewOnce: isViewOnce(wrapped),
    disappearsAfterSeconds: info.expiration || null,
  };
}

function contextInfo(message: proto.IMessage): proto.IContextInfo {
  const kind = rawKind(message);
  const field = kind && (message[kind] as { contextInfo?: proto.IContextInfo | null } | string);
  return (typeof field === 'object' ? field?.contextInfo : null) ?? {};
}

type Reader = (message: proto.IMessage) => Said | null | undefined;

const readers: Partial<Record<keyof proto.IMessage, Reader>> = {
  conversation: ({ conversation }) => ({ type: 'text', text: conversation ?? '', preview: null }),
  extendedTextMessage: ({ extendedTextMessage: text }) => text && readText(text),
  imageMessage: ({ imageMessage: image }) => image && { ...file('image', image), ...size(image) },
  videoMessage: ({ videoMessage: video }) => video && { ...file('video', video), ...size(video), ...length(video) },
  ptvMessage: ({ ptvMessage: note }) => note && { ...file('videoNote', note), ...size(note), ...length(note) },
  audioMessage: ({ audioMessage: audio }) => audio && readAudio(audio),
  documentMessage: ({ documentMessage: document }) =>
    document && { ...file('document', document), filename: document.fileName || null },
  stickerMessage: ({ stickerMessage: sticker }) => sticker && { ...file('sticker', sticker), ...size(sticker) },
  locationMessage: ({ locationMessage: place }) => place && readLocation(place),
  contactMessage: ({ contactMessage: card }) => card && { type: 'contact', contacts: [readCard(card)] },
  contactsArrayMessage: ({ contactsArrayMessage: cards }) => ({
    type: 'contact',
    contacts: (cards?.contacts ?? []).map(readCard),
  }),
  groupInviteMessage: ({ groupInviteMessage: invite }) => invite && readInvite(invite),
  pinInChatMessage: (message) => readPin(message),
  pollCreationMessage: ({ pollCreationMessage: poll }) => poll && readPoll(poll),
  pollCreationMessageV2: ({ pollCreationMessageV2: poll }) => poll && readPoll(poll),
  pollCreationMessageV3: ({ pollCreationMessageV3: poll }) => poll && readPoll(poll),
  pollUpdateMessage: ({ pollUpdateMessage: vote }) => ({ type: 'vote', target: readKey(vote?.pollCreationMessageKey) }),
  reactionMessage: ({ reactionMessage: reaction }) => ({
    type: 'reaction',
    emoji: reaction?.text ?? '',
    target: readKey(reaction?.key),
  }),
  protocolMessage: ({ protocolMessage: protocol }) => protocol && readProtocol(protocol),
};

function readText(text: proto.Message.IExtendedTextMessage): Said {
  const { matchedText, title, description, jpegThumbnail } = text;
  const thumbnail = Buffer.from(jpegThumbnail ?? []).toString('base64') || null;
  const preview = matchedText ? { url: matchedText, title, description: description || null, thumbnail } : null;
  return { type: 'text', text: text.text ?? '', preview };
}

interface SentFile {
  mimetype?: string | null;
  caption?: string | null;
  fileSha256?: Uint8Array | null;
  fileLength?: number | { toNumber(): number } | null;
  jpegThumbnail?: Uint8Array | null;
}

/** What the sender says of a file; whether it is true, the downloaded bytes tell. */
function file(type: string, sent: SentFile): Said {
  return {
    type,
    mimetype: sent.mimetype ?? null,
    caption: sent.caption || null,
    sizeBytes: Number(sent.fileLength ?? 0),
    sha256: Buffer.from(sent.fileSha256 ?? []).toString('hex'),
    thumbnail: Buffer.from(sent.jpegThumbnail ?? []).toString('base64') || null,
  };
}

function size({ width, height }: { width?: number | null; height?: number | null }) {
  return { width: width || null, height: height || null };
}

function length({ seconds }: { seconds?: number | null }) {
  return { seconds: seconds || null };
}

function readAudio(audio: proto.Message.IAudioMessage): Said {
  const waveform = audio.waveform?.length ? [...audio.waveform] : null;
  return { ...file(audio.ptt ? 'voice' : 'audio', audio), ...length(audio), waveform };
}

function readLocation(place: proto.Message.ILocationMessage): Said {
  const { degreesLatitude: latitude, degreesLongitude: longitude, name, address } = place;
  return { type: 'location', latitude, longitude, name: name || null, address: address || null };
}

function readCard({ displayName, vcard }: proto.Message.IContactMessage) {
  return { name: displayName ?? '', vcard: vcard ?? '' };
}

function readInvite(invite: proto.Message.IGroupInviteMessage): Said {
  const { groupJid, inviteCode, groupName, caption, inviteExpiration } = invite;
  const expiresAt = Number(inviteExpiration ?? 0) || null;
  return { type: 'groupInvite', group: groupJid, inviteCode, groupName, caption: caption || null, expiresAt };
}

function readPin({ pinInChatMessage: pin, messageContextInfo }: proto.IMessage): Said {
  const seconds = messageContextInfo?.messageAddOnDurationInSecs ?? 0;
  return { type: 'pin', target: readKey(pin?.key), pinned: pin?.type === Pin.PIN_FOR_ALL, seconds };
}

function readPoll({ name, options, selectableOptionsCount }: proto.Message.IPollCreationMessage): Said {
  const names = (options ?? []).map((option) => option.optionName ?? '');
  return { type: 'poll', question: name ?? '', options: names, selectable: selectableOptionsCount ?? 0 };
}

function readProtocol({ type, key, editedMessage }: proto.Message.IProtocolMessage): Said | undefined {
  if (type === Type.REVOKE) return { type: 'delete', target: readKey(key) };
  if (type === Type.MESSAGE_EDIT) {
    return { type: 'edit', target: readKey(key), content: editedMessage ? describe(editedMessage) : null };
  }
  return undefined;
}

function readKey(key: proto.IMessageKey | null | undefined) {
  const { id, remoteJid, fromMe, participant } = key ?? {};
  return { messageId: id ?? '', chat: remoteJid ?? '', fromMe: fromMe ?? false, author: participant || null };
}
