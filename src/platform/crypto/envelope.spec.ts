import { deriveKey, open, seal } from './index.js';

const key = Buffer.alloc(32, 7);
const place = Buffer.from('account/alice/1');
const secret = Buffer.from('a long-lived credential');

it('opens what it sealed', () => {
  expect(open(key, seal(key, secret, place), place)).toEqual(secret);
});

it('refuses every flipped byte', () => {
  const sealed = seal(key, secret, place);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = changed[at]! ^ 1;
    expect(() => open(key, changed, place)).toThrow();
  }
});

it('refuses data that was cut short', () => {
  const sealed = seal(key, secret, place);
  for (let length = 0; length < sealed.length; length++) {
    expect(() => open(key, sealed.subarray(0, length), place)).toThrow();
  }
});

it('refuses the data of another place, and another key', () => {
  const sealed = seal(key, secret, place);
  expect(() => open(key, sealed, Buffer.from('account/bob/1'))).toThrow();
  expect(() => open(Buffer.alloc(32, 8), sealed, place)).toThrow();
});

it('gives another ciphertext each time, and the same one for a chosen nonce', () => {
  expect(seal(key, secret, place)).not.toEqual(seal(key, secret, place));
  const nonce = Buffer.alloc(12, 1);
  expect(seal(key, secret, place, nonce)).toEqual(seal(key, secret, place, nonce));
  expect(() => seal(key, secret, place, Buffer.alloc(8))).toThrow('12 bytes');
});

it('derives unrelated keys for different labels', () => {
  expect(deriveKey(key, 'snapshot')).toEqual(deriveKey(key, 'snapshot'));
  expect(deriveKey(key, 'snapshot')).not.toEqual(deriveKey(key, 'log'));
  expect(deriveKey(key, 'log')).toHaveLength(32);
});
