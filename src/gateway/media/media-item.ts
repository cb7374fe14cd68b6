import type { MediaBody } from '../../platform/media/index.js';
import type { FileLook } from './file-look.js';

/** Whose a file is. */
export interface MediaOwner {
  userId: string;
  /** Null: any session of the user may send it. */
  sessionId: string | null;
}

/** A file that is there: its bytes in the object store, its key in its row. */
export interface MediaItem extends MediaBody, MediaOwner {
  id: string;
  filename: string | null;
  createdAt: Date;
  /** Null as long as nobody has looked into it. */
  look: FileLook | null;
}

const MAX_NAME_LENGTH = 255;

/** The name of a file as it may be kept and shown; null when nothing is left of it. */
export function cleanName(name: string | null | undefined): string | null {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return clean.slice(0, MAX_NAME_LENGTH) || null;
}

/** The name that a URL ends with. */
export function nameIn(url: string): string | null {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return cleanName(decodeURIComponent(last));
  } catch {
    return null; // A stray percent sign: no name.
  }
}
