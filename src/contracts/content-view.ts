import type { ContactCard, MediaFailure, MediaInfo, MessageContext, MessageRef, Quote } from './content.js';
import type { InboundContent } from './inbox.js';

/** A file as answers and events show it. */
export interface MediaView {
  mediaId: string;
  /** Where its bytes are, relative to the address of this server. */
  url: string;
  mimetype: string;
  filename?: string;
  sizeBytes?: number;
  /** Of audio and video. */
  seconds?: number;
  /** Of pictures and video, in pixels. */
  width?: number;
  height?: number;
  /** What the sender of a received file shows of it: JPEG in base64. */
  thumbnail?: string;
  /** Why a received file will never be here. */
  failure?: MediaFailure;
}

/** What a message says, as answers and events show it: fields that do not apply are absent. */
export interface ContentView {
  text?: string;
  caption?: string;
  media?: MediaView;
  location?: { latitude: number; longitude: number; name?: string; address?: string };
  contacts?: ContactCard[];
  /** `expiresAt` is ISO 8601. */
  invite?: { group: string; inviteCode: string; groupName?: string; expiresAt?: string };
  /** `selectable`: how many options a voter may choose; 0 is any number. */
  poll?: { question: string; options: string[]; selectable: number };
  replyTo?: MessageRef & { chatId?: string; type?: string; text?: string };
  mentions?: string[];
  forwarded?: true;
  viewOnce?: true;
  disappearsAfterSeconds?: number;
}

export function contentView(content: InboundContent, context: MessageContext | null | undefined): ContentView {
  return { ...saidBy(content), ...(context && surroundings(context)) };
}

/** Where the bytes of a file are, relative to the address of this server. */
export function mediaUrl(mediaId: string): string {
  return `/api/v1/media/${mediaId}`;
}

/** What of a message can be read as text: the text itself or a caption; null where there is none. */
export function readableText(content: InboundContent): string | null {
  if (content.type === 'text') return content.text;
  return 'caption' in content ? content.caption : null;
}

function saidBy(content: InboundContent): ContentView {
  if ('media' in content) {
    return { ...(content.caption !== null && { caption: content.caption }), media: mediaView(content.media) };
  }
  switch (content.type) {
    case 'text':
      return { text: content.text };
    case 'location': {
      const { latitude, longitude, name, address } = content;
      return {
        location: { latitude, longitude, ...(name !== null && { name }), ...(address !== null && { address }) },
      };
    }
    case 'contact':
      return { contacts: content.contacts };
    case 'groupInvite': {
      const { group, inviteCode, groupName, caption, expiresAt } = content;
      const told = { ...(groupName !== null && { groupName }), ...(expiresAt !== null && { expiresAt }) };
      return { ...(caption !== null && { caption }), invite: { group, inviteCode, ...told } };
    }
    case 'poll': {
      const { question, options, selectable } = content;
      return { poll: { question, options, selectable } };
    }
    case 'unsupported':
      return {};
  }
}

function mediaView(media: MediaInfo): MediaView {
  const { mediaId, mimetype, filename, sizeBytes, seconds, width, height, thumbnail, failure } = media;
  return {
    mediaId,
    url: mediaUrl(mediaId),
    mimetype,
    ...(filename !== null && { filename }),
    ...(sizeBytes !== null && { sizeBytes }),
    ...(seconds !== null && { seconds }),
    ...(width !== null && { width }),
    ...(height !== null && { height }),
    ...(thumbnail !== undefined && { thumbnail }),
    ...(failure !== undefined && { failure }),
  };
}

function surroundings(context: MessageContext): ContentView {
  const { replyTo, mentions, forwarded, viewOnce, disappearsAfterSeconds } = context;
  return {
    ...(replyTo && { replyTo: quoteView(replyTo) }),
    ...(mentions.length > 0 && { mentions }),
    ...(forwarded && { forwarded }),
    ...(viewOnce && { viewOnce }),
    ...(disappearsAfterSeconds !== null && { disappearsAfterSeconds }),
  };
}

function quoteView(quote: Quote): NonNullable<ContentView['replyTo']> {
  const { content, messageId, fromMe, author, chat } = quote;
  const text = content && readableText(content);
  const where = chat === undefined ? {} : { chatId: chat };
  return {
    messageId,
    fromMe,
    author,
    ...where,
    ...(content && { type: content.type }),
    ...(text !== null && { text }),
  };
}
