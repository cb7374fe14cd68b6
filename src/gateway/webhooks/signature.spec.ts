import { createHmac, createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { ed25519Key } from '../../platform/crypto/index.js';
import { newSecret, publicKeyText, signedHeaders, type SigningKeys } from './signature.js';

const body = JSON.stringify({ id: 'evt_1', text: 'Grüße 👋' });
const now = () => Math.floor(Date.now() / 1000);
const keysOf = (...secrets: string[]): SigningKeys => ({ secrets, privateKeys: [], hub: false });

describe('signatures', () => {
  it('are accepted by the Standard Webhooks library', () => {
    const secret = newSecret();
    const headers = signedHeaders(keysOf(secret), 'evt_1', now(), body);
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(headers).not.toHaveProperty('x-hub-signature-256');
  });

  it('are refused for another body, another id and another secret', () => {
    const secret = newSecret();
    const headers = signedHeaders(keysOf(secret), 'evt_1', now(), body);
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(secret).verify(body, { ...headers, 'webhook-id': 'evt_2' })).toThrow();
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
  });

  it('are accepted under the old and the new secret during a rotation', () => {
    const [before, after] = [newSecret(), newSecret()];
    const headers = signedHeaders(keysOf(after, before), 'evt_1', now(), body);
    expect(new Webhook(before).verify(body, headers)).toEqual(JSON.parse(body));
    expect(new Webhook(after).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('can be made with a private key that the receiver does not have', () => {
    const privateKey = ed25519Key(Buffer.alloc(32, 7));
    const headers = signedHeaders({ secrets: [newSecret()], privateKeys: [privateKey], hub: false }, 'evt_1', 17, body);
    const signature = /v1a,(\S+)/.exec(headers['webhook-signature']!)![1]!;
    const x = Buffer.from(publicKeyText(privateKey).slice('whpk_'.length), 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const accepts = (text: string) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
    expect(accepts(`evt_1.17.${body}`)).toBe(true);
    expect(accepts(`evt_1.18.${body}`)).toBe(false);
  });

  it('can be accompanied by the older header over the body alone', () => {
    const secret = newSecret();
    const headers = signedHeaders({ ...keysOf(secret), hub: true }, 'evt_1', now(), body);
    const expected = createHmac('sha256', secret).update(body).digest('hex');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
  });

  it('use secrets of 32 random bytes', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSecret()).not.toBe(secret);
  });
});
