import type { Keyring } from '../platform/crypto/index.js';

/** The URL of a session's proxy as it is stored: it may hold a password. */
export function sealProxy(keyring: Keyring, sessionId: string, url: string): string {
  return keyring.sealText(url, proxyPlace(sessionId));
}

/** Throws when it was sealed for another session, or with a key that is not there. */
export function openProxy(keyring: Keyring, sessionId: string, sealed: string): string {
  return keyring.openText(sealed, proxyPlace(sessionId));
}

/** Where a sealed proxy belongs. */
export function proxyPlace(sessionId: string): string {
  return `account/${sessionId}/proxy`;
}
