import { randomBytes } from 'node:crypto';

/** What a session may be called. */
export const SESSION_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** An id for a session whose creator has chosen none: `s_` and 12 characters, 72 random bits. */
export function newSessionId(): string {
  return `s_${randomBytes(9).toString('base64url')}`;
}
