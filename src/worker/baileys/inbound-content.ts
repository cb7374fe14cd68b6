import type { proto } from '@whiskeysockets/baileys';
import {
  bareJid,
  type Content,
  type InboundContent,
  type MediaMessageType,
  type MediaSource,
  parseJid,
} from '../../contracts/index.js';
import { contactCard } from './contact-cards.js';
import { type FileMessage, inboundFile } from './inbound-media.js';
import type { Unwrapped } from './unwrap.js';

/** As far as a date goes in four digits. */
const LAST_DATE_MS = Date.UTC(9999, 11, 31);

/** What a message says, and what surrounds it, as WhatsApp writes it. */
export interface Said {
  content: InboundContent;
  contextInfo: proto.IContextInfo | null;
  source: MediaSource | null;
  viewOnce: boolean;
}

/** Reads what a message says; what is not understood, or lacks what it needs, keeps its raw kind. */
export function contentOf(unwrapped: Unwrapped, sessionId: string): Said {
  const { message, kind, viewOnce } = unwrapped;
  const part = kind === null ? null : message[kind];
  const contextInfo = contextOf(part);
  const said = read(message, sessionId);
  const content = said?.content ?? { type: 'unsupported', rawKind: kind ?? 'unknown' };
  const once = viewOnce || (typeof part === 'object' && part !== null && 'viewOnce' in part && part.viewOnce === true);
  return { content, contextInfo, source: said?.source ?? null, viewOnce: once };
}

interface Read {
  content: Content;
  source?: MediaSource | null;
}

function read(message: proto.IMessage, sessionId: string): Read | null {
  const { imageMessage, videoMessage, ptvMessage, audioMessage, documentMessage, stickerMessage } = message;
  const file = (type: MediaMessageType, part: FileMessage, caption?: string | null) =>
    withFile(sessionId, type, part, caption);
  if (typeof message.conversation === 'string') return text(message.conversation);
  if (message.extendedTextMessage) return text(message.extendedTextMessage.text ?? '');
  if (imageMessage) return file('image', imageMessage, imageMessage.caption);
  if (videoMessage) return file('video', videoMessage, videoMessage.caption);
  if (ptvMessage) return file('videoNote', ptvMessage, ptvMessage.caption);
  if (audioMessage) return file(audioMessage.ptt ? 'voice' : 'audio', audioMessage);
  if (documentMessage) return file('document', documentMessage, documentMessage.caption);
  if (stickerMessage) return file('sticker', stickerMessage);
  return location(message) ?? contacts(message) ?? groupInvite(message) ?? poll(message);
}

function text(written: string): Read {
  return { content: { type: 'text', text: written } };
}

function withFile(sessionId: string, type: MediaMessageType, part: FileMessage, caption?: string | null): Read | null {
  const found = inboundFile(sessionId, type, part);
  return found && { content: { type, media: found.media, caption: caption || null }, source: found.source };
}

/** A live location is where the sender was when it began. */
function location({ locationMessage, liveLocationMessage }: proto.IMessage): Read | null {
  const place = locationMessage ?? liveLocationMessage;
  if (!place) return null;
  const { degreesLatitude: latitude = 0, degreesLongitude: longitude = 0 } = place;
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) return null;
  const name = (locationMessage ? locationMessage.name : liveLocationMessage?.caption) || null;
  return { content: { type: 'location', latitude, longitude, name, address: locationMessage?.address || null } };
}

function isWithin(degrees: number | null, limit: number): degrees is number {
  return degrees !== null && Math.abs(degrees) <= limit;
}

function contacts({ contactMessage, contactsArrayMessage }: proto.IMessage): Read | null {
  const cards = contactMessage ? [contactMessage] : contactsArrayMessage?.contacts;
  return cards?.length ? { content: { type: 'contact', contacts: cards.map(contactCard) } } : null;
}

/** Without its group or its code it invites to nothing. */
function groupInvite({ groupInviteMessage: invite }: proto.IMessage): Read | null {
  const { groupJid, inviteCode, groupName, caption, inviteExpiration } = invite ?? {};
  if (parseJid(groupJid ?? '')?.kind !== 'group' || !groupJid || !inviteCode) return null;
  const ends = Number(inviteExpiration ?? 0) * 1000;
  const expiresAt = ends > 0 && ends <= LAST_DATE_MS ? new Date(ends).toISOString() : null;
  const told = { groupName: groupName || null, caption: caption || null, expiresAt };
  return { content: { type: 'groupInvite', group: bareJid(groupJid), inviteCode, ...told } };
}

function poll(message: proto.IMessage): Read | null {
  const asked =
    message.pollCreationMessage ??
    message.pollCreationMessageV2 ??
    message.pollCreationMessageV3 ??
    message.pollCreationMessageV5;
  if (!asked?.options?.length) return null;
  const options = asked.options.map(({ optionName }) => optionName ?? '');
  return {
    content: { type: 'poll', question: asked.name ?? '', options, selectable: asked.selectableOptionsCount ?? 0 },
  };
}

function contextOf(part: unknown): proto.IContextInfo | null {
  const holder = part as { contextInfo?: proto.IContextInfo | null } | null;
  return (typeof holder === 'object' && holder?.contextInfo) || null;
}
