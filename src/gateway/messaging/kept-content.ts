import type { Content, MediaMessageType, OutboundContent } from '../../contracts/index.js';
import type { KeptContent, Message } from './message.js';

/** What a row says of its message: `text` is the text or the caption, and of what is only a text there is no more to say. */
export interface KeptParts {
  type: string;
  text: string | null;
  content: KeptContent | null;
}

/** Keys of files and the secrets of polls stay in the outbox. */
export function keptContent(content: OutboundContent): KeptParts {
  if ('media' in content) {
    const { type, media, caption } = content;
    return { type, text: caption, content: { type, media, caption } };
  }
  switch (content.type) {
    case 'text':
      return { type: 'text', text: content.text, content: null };
    case 'poll': {
      const { type, question, options, selectable } = content;
      return { type, text: null, content: { type, question, options, selectable } };
    }
    case 'groupInvite':
      return { type: content.type, text: content.caption, content };
    case 'edit':
      return { type: 'edit', text: content.text, content };
    case 'location':
    case 'contact':
    case 'reaction':
    case 'delete':
    case 'pin':
      return { type: content.type, text: null, content };
  }
}

/** What a stored message says; null for what can not be said again: actions, and what was not understood. */
export function saidIn({ type, text, content }: Pick<Message, 'type' | 'text' | 'content'>): Content | null {
  if (!content) return type === 'text' && text !== null ? { type: 'text', text } : null;
  return content.type === 'unsupported' || 'target' in content ? null : content;
}

/** What has a file. */
export type MediaContent = Extract<Content, { type: MediaMessageType }>;
