import { fileTypeFromBuffer } from 'file-type';

/** How many bytes of a file tell its type. */
export const HEAD_BYTES = 8 * 1024;

const UNKNOWN = 'application/octet-stream';
const TEXT = 'text/plain';

/** What the bytes leave open and the sender may say: which sort of text, of archive or of old Office file it is. */
const REFINEMENTS: Record<string, RegExp> = {
  [TEXT]: /^(text\/(csv|markdown|calendar|vcard|x-vcard)|application\/json)$/,
  'application/xml': /^(text\/xml|application\/gpx\+xml)$/,
  'application/zip':
    /^application\/(vnd\.openxmlformats-officedocument\.[a-z.]+|vnd\.oasis\.opendocument\.[a-z]+|epub\+zip|vnd\.android\.package-archive)$/,
  // Recordings of browsers: containers of films with nothing but sound in them.
  'video/webm': /^audio\/webm$/,
  'video/mp4': /^audio\/mp4$/,
  'application/x-cfb': /^application\/(msword|vnd\.ms-(excel|powerpoint|outlook))$/,
};

/** Different names for the same thing. */
const USUAL_NAMES: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'audio/opus': 'audio/ogg',
  'image/apng': 'image/png',
  'video/x-m4v': 'video/mp4',
};

/** What a browser would run. */
const ACTIVE_TEXT: [RegExp, string][] = [
  [
    /^(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype svg[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/i,
    'image/svg+xml',
  ],
  [/^(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body|script|iframe)[\s>]/i, 'text/html'],
];

/**
 * The MIME type of a file by its first bytes, {@link HEAD_BYTES} or all of them. `declared`, which is what the sender says, is
 * believed only where the bytes leave it open.
 */
export async function mediaTypeOf(head: Buffer, declared: string | null): Promise<string> {
  const text = textOf(head);
  const active = text === null ? undefined : ACTIVE_TEXT.find(([look]) => look.test(text.trimStart()))?.[1];
  if (active !== undefined) return active;
  // A header may promise what the bytes do not keep: then they are of no known type.
  const detected = await fileTypeFromBuffer(head).catch(() => undefined);
  const found = detected?.mime.split(';', 1)[0] ?? (text === null ? UNKNOWN : TEXT);
  const type = USUAL_NAMES[found] ?? found;
  const said = declared?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return REFINEMENTS[type]?.test(said) ? said : type;
}

const CONTROL_CHARACTERS = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;

/** Null for what is no text in UTF-8. The last character may be cut. */
function textOf(head: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return CONTROL_CHARACTERS.test(text) ? null : text;
  } catch {
    return null;
  }
}
