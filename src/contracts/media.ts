/** What a file is to WhatsApp; anything may be sent as a document. */
export const MEDIA_KINDS = ['image', 'video', 'audio', 'document'] as const;

export type MediaKind = (typeof MEDIA_KINDS)[number];

const MB = 1024 * 1024;

/** The largest file of each kind, in bytes. */
export const MEDIA_MAX_BYTES: Record<MediaKind, number> = {
  image: 16 * MB,
  video: 64 * MB,
  audio: 16 * MB,
  document: 64 * MB,
};
