import { createHmac, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

export const EXTRA_SIGNATURES = ['v1a', 'x-hub-signature-256'] as const;
export type ExtraSignature = (typeof EXTRA_SIGNATURES)[number];

const PREFIX = 'whsec_';
const PUBLIC_PREFIX = 'whpk_';
/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** What signs a delivery. During a rotation there are two of each, the new one first. */
export interface SigningKeys {
  /** `whsec_…` */
  secrets: string[];
  /** ed25519; empty unless the webhook wants `v1a`. */
  privateKeys: KeyObject[];
  /** For receivers that check the older `X-Hub-Signature-256`, which knows one secret only. */
  hub: boolean;
}

export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** The headers that let a receiver check who sent a body and when (Standard Webhooks 1.0). `timestamp` in epoch seconds. */
export function signedHeaders(keys: SigningKeys, id: string, timestamp: number, body: string): Record<string, string> {
  const content = `${id}.${timestamp}.${body}`;
  const v1 = keys.secrets.map((secret) => `v1,${hmac(bytesOf(secret), content, 'base64')}`);
  const v1a = keys.privateKeys.map((key) => `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`);
  const [newest = ''] = keys.secrets;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': [...v1, ...v1a].join(' '),
    // Its readers take the secret as the text it is, and the body alone.
    ...(keys.hub && { 'x-hub-signature-256': `sha256=${hmac(newest, body, 'hex')}` }),
  };
}

/** The key that checks `v1a` signatures, as Standard Webhooks writes it. */
export function publicKeyText(privateKey: KeyObject): string {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return PUBLIC_PREFIX + Buffer.from(x, 'base64url').toString('base64');
}

function bytesOf(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), 'base64');
}

function hmac(key: Buffer | string, content: string, encoding: 'base64' | 'hex'): string {
  return createHmac('sha256', key).update(content).digest(encoding);
}
