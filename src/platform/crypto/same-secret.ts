import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether both are the same, in a time that says nothing of where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Whether an `Authorization` header is `Bearer <expected>`. Nobody has a token that was not configured. */
export function bearsToken(header: string | undefined, expected: string | undefined): boolean {
  const given = /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  return given !== undefined && expected !== undefined && sameSecret(given, expected);
}
