import type { MediaKind, MediaMessageType } from '../../contracts/index.js';

/** What a file must be to go as a message of that type. */
export const KIND: Record<MediaMessageType, MediaKind> = {
  image: 'image',
  video: 'video',
  videoNote: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'image',
};
