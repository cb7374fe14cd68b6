import { proto } from '@whiskeysockets/baileys';
import { keyPairFromJson, keyPairToJson, newKeyPair, sign, type KeyPair, type KeyPairJson } from './keys.js';

const DAY_SECONDS = 86_400;
const { Details } = proto.CertChain.NoiseCertificate;

/** What the server proves itself with in the Noise handshake. Kept in the state file, so that pinned roots stay valid. */
export interface ServerIdentity {
  root: KeyPair;
  intermediate: KeyPair;
  /** The server's static Noise key, which the leaf certificate names. */
  leaf: KeyPair;
}

export function newServerIdentity(): ServerIdentity {
  return { root: newKeyPair(), intermediate: newKeyPair(), leaf: newKeyPair() };
}

/**
 * WhatsApp's own certificate format: the root signs the intermediate, the intermediate signs the leaf, the leaf names the static key.
 * Baileys 7.0.0-rc14 calls the signature checks but ignores their results (Utils/noise-handler.js); a fixed client finds a correct
 * chain here and needs only `WA_CERT_DETAILS.PUBLIC_KEY` set to this root.
 */
export function certificateChain(identity: ServerIdentity, nowMs: number): Uint8Array {
  const validity = {
    notBefore: Math.floor(nowMs / 1000) - DAY_SECONDS,
    notAfter: Math.floor(nowMs / 1000) + 3650 * DAY_SECONDS,
  };
  const intermediate = Details.encode({
    serial: 1,
    issuerSerial: 0,
    key: identity.intermediate.public,
    ...validity,
  }).finish();
  const leaf = Details.encode({ serial: 2, issuerSerial: 1, key: identity.leaf.public, ...validity }).finish();
  return proto.CertChain.encode({
    leaf: { details: leaf, signature: sign(identity.intermediate, leaf) },
    intermediate: { details: intermediate, signature: sign(identity.root, intermediate) },
  }).finish();
}

export type ServerIdentityJson = Record<keyof ServerIdentity, KeyPairJson>;

export function serverIdentityToJson(identity: ServerIdentity): ServerIdentityJson {
  return {
    root: keyPairToJson(identity.root),
    intermediate: keyPairToJson(identity.intermediate),
    leaf: keyPairToJson(identity.leaf),
  };
}

export function serverIdentityFromJson(json: ServerIdentityJson): ServerIdentity {
  return {
    root: keyPairFromJson(json.root),
    intermediate: keyPairFromJson(json.intermediate),
    leaf: keyPairFromJson(json.leaf),
  };
}
