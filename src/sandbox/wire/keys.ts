import { calculateAgreement, calculateSignature, generateKeyPair, verifySignature } from 'whatsapp-rust-bridge';

/** A Curve25519 key pair, 32 bytes each, public key without Signal's type byte. */
export interface KeyPair {
  public: Buffer;
  private: Buffer;
}

/** Signal marks a Curve25519 public key by this first byte; the Noise and pairing layers leave it out. */
export const KEY_TYPE = Buffer.from([5]);

export function newKeyPair(): KeyPair {
  const pair = generateKeyPair();
  return { public: withoutType(pair.pubKey), private: Buffer.from(pair.privKey) };
}

export function withType(publicKey: Uint8Array): Buffer {
  return publicKey.length === 33 ? Buffer.from(publicKey) : Buffer.concat([KEY_TYPE, publicKey]);
}

export function withoutType(publicKey: Uint8Array): Buffer {
  return Buffer.from(publicKey.length === 33 ? publicKey.subarray(1) : publicKey);
}

export function agree(pair: KeyPair, theirPublic: Uint8Array): Buffer {
  return Buffer.from(calculateAgreement(withType(theirPublic), pair.private));
}

export function sign(pair: KeyPair, message: Uint8Array): Buffer {
  return Buffer.from(calculateSignature(pair.private, message));
}

/** False for a wrong signature and for input that is no signature at all. */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  return verifySignature(withType(publicKey), message, signature);
}

export interface KeyPairJson {
  public: string;
  private: string;
}

export function keyPairToJson(pair: KeyPair): KeyPairJson {
  return { public: pair.public.toString('base64'), private: pair.private.toString('base64') };
}

export function keyPairFromJson(json: KeyPairJson): KeyPair {
  return { public: Buffer.from(json.public, 'base64'), private: Buffer.from(json.private, 'base64') };
}
