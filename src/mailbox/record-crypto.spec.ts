import { randomBytes } from 'node:crypto';
import { Keyring } from '../platform/crypto/index.js';
import { chainHash, newAccountKey, openRecord, sealRecord, unwrapAccountKey } from './record-crypto.js';

describe('account records', () => {
  const installationKey = Keyring.of(randomBytes(32));
  const wrapped = newAccountKey(installationKey, 'shop');
  const key = unwrapAccountKey(installationKey, 'shop', wrapped);
  const place = { sessionId: 'shop', epoch: 3n, seq: 41n, previous: Buffer.alloc(32, 7) };
  const sealed = sealRecord(key, 'log', place, Buffer.from('ratchet'));

  it('opens at its own place', () => {
    expect(openRecord(key, 'log', place, sealed).toString()).toBe('ratchet');
  });

  it.each([
    ['another account', { ...place, sessionId: 'other' }],
    ['another epoch', { ...place, epoch: 4n }],
    ['another position', { ...place, seq: 42n }],
    ['another history', { ...place, previous: Buffer.alloc(32, 8) }],
  ])('is refused in %s', (_name, elsewhere) => {
    expect(() => openRecord(key, 'log', elsewhere, sealed)).toThrow();
  });

  it('is refused as a snapshot', () => {
    expect(() => openRecord(key, 'snapshot', place, sealed)).toThrow();
  });

  it('is refused when any byte was changed', () => {
    for (let at = 0; at < sealed.length; at++) {
      const bent = Buffer.from(sealed);
      bent[at] = bent[at]! ^ 1;
      expect(() => openRecord(key, 'log', place, bent)).toThrow();
    }
  });

  it('has an account key that only this installation and this account can unwrap', () => {
    expect(() => unwrapAccountKey(Keyring.of(randomBytes(32)), 'shop', wrapped)).toThrow();
    expect(() => unwrapAccountKey(installationKey, 'other', wrapped)).toThrow();
  });

  it('chains: a hash depends on all that came before', () => {
    const first = chainHash(Buffer.alloc(0), sealed);
    expect(chainHash(first, sealed)).not.toEqual(first);
  });
});
