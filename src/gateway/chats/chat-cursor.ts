import { Problem } from '../../contracts/index.js';
import type { ChatPlace } from './chats.repository.js';

const PLACE = /^(\d{1,15}) ([!-~]{1,128})$/;

/** An opaque place in the list of chats: the last one that was shown, as it stood then. */
export function cursorAfter({ lastAt, chatId }: ChatPlace): string {
  return Buffer.from(`${lastAt.getTime()} ${chatId}`).toString('base64url');
}

/** Throws VALIDATION_FAILED for what is no cursor of ours. */
export function placeAt(cursor: string): ChatPlace {
  const [, at, chatId] = PLACE.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at !== undefined && chatId !== undefined) return { lastAt: new Date(Number(at)), chatId };
  const detail = 'must be the nextCursor of an earlier answer';
  throw new Problem('VALIDATION_FAILED', `cursor ${detail}.`, { errors: [{ pointer: 'cursor', detail }] });
}
