import { openText, sealText } from '../platform/crypto/index.js';

/** The URL of a session's proxy as it is stored: it may hold a password. */
export function sealProxy(encryptionKey: Buffer, sessionId: string, url: string): string {
  return sealText(encryptionKey, url, placeOf(sessionId));
}

/** Throws when it was sealed for another session, or with another key. */
export function openProxy(encryptionKey: Buffer, sessionId: string, sealed: string): string {
  return openText(encryptionKey, sealed, placeOf(sessionId));
}

const placeOf = (sessionId: string) => `account/${sessionId}/proxy`;
