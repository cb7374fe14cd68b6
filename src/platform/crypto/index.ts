/**
 * Encryption at rest: AES-256-GCM envelopes, wrapped keys and derived keys. It owns no table and keeps no key; the mailbox
 * seals account keys and plaintext with it, the gateway small secrets in columns.
 */
export { deriveKey } from './derive.js';
export { bearsToken } from './same-secret.js';
export { open, openText, seal, sealText, unwrapKey, wrapKey } from './envelope.js';
