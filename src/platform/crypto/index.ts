/**
 * Encryption at rest: AES-256-GCM envelopes, wrapped keys and derived keys. It owns no table and keeps no key; the mailbox
 * seals account keys and plaintext with it, the gateway small secrets in columns, the object store whole bodies.
 */
export { deriveKey } from './derive.js';
export { ed25519Key } from './ed25519.js';
export { bearsToken } from './same-secret.js';
export { open, seal } from './envelope.js';
export { KeyMissing, Keyring, WRAPPED_KEY_BYTES, wrappedKeyBytes } from './keyring.js';
export {
  type ByteRange,
  openBody,
  plainSize,
  sealBody,
  sealedPart,
  type SealedPart,
  sealedSize,
} from './sealed-body.js';
