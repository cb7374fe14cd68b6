import type { MediaKind } from '../../contracts/index.js';

/** What WhatsApp's own apps show and play, by kind. All else is a document. */
const SHOWN: Record<Exclude<MediaKind, 'document'>, RegExp> = {
  image: /^image\/(jpeg|png|webp|gif)$/,
  video: /^video\/(mp4|3gpp|3gpp2|quicktime|webm)$/,
  audio: /^audio\//,
};

/** Pages and drawings that run scripts where they are opened, and programs. */
const REFUSED =
  /^(image\/svg\+xml|text\/html|application\/(x-msdownload|x-elf|x-mach-binary|x-ms-shortcut|x-msi|x-shockwave-flash|wasm))$/;

/** The kind of a type; null when files of this type are not taken at all. */
export function kindOf(mimetype: string): MediaKind | null {
  if (REFUSED.test(mimetype)) return null;
  if (SHOWN.image.test(mimetype)) return 'image';
  if (SHOWN.video.test(mimetype)) return 'video';
  return SHOWN.audio.test(mimetype) ? 'audio' : 'document';
}

/** Whether a file of this type may go as this kind. Anything that is taken may go as a document. */
export function fits(mimetype: string, kind: MediaKind): boolean {
  const found = kindOf(mimetype);
  return found !== null && (kind === 'document' || kind === found);
}
