import { randomBytes } from 'node:crypto';
import { KeyMissing, Keyring, seal, WRAPPED_KEY_BYTES, wrappedKeyBytes } from './index.js';

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const before = Keyring.of(oldKey);
const meanwhile = Keyring.of(newKey, [oldKey]);
const after = Keyring.of(newKey);
const secret = Buffer.from('a long-lived credential');
const place = 'account/alice';

it('opens what it sealed, also what the key before sealed, and seals with the new one', () => {
  expect(meanwhile.open(before.seal(secret, place), place)).toEqual(secret);
  const sealed = meanwhile.seal(secret, place);
  expect([meanwhile.isCurrent(sealed), meanwhile.isCurrent(before.seal(secret, place))]).toEqual([true, false]);
  expect(after.open(sealed, place)).toEqual(secret);
});

it('names the key that is missing, and never shows one', () => {
  const refused = () => after.open(before.seal(secret, place), place);
  expect(refused).toThrow(KeyMissing);
  expect(refused).toThrow(`the encryption key ${before.keyId} is missing`);
  expect(before.keyId).toMatch(/^[0-9a-f]{12}$/);
  expect(oldKey.toString('hex')).not.toContain(before.keyId);
});

it('refuses every flipped byte, the name of the key included', () => {
  const sealed = meanwhile.seal(secret, place);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = changed[at]! ^ 1;
    expect(() => meanwhile.open(changed, place)).toThrow();
  }
});

it('refuses what was cut short, and what belongs to another row', () => {
  const sealed = meanwhile.seal(secret, place);
  for (let length = 0; length < sealed.length; length++) {
    expect(() => meanwhile.open(sealed.subarray(0, length), place)).toThrow();
  }
  expect(() => meanwhile.open(sealed, 'account/bob')).toThrow();
});

it('opens what was sealed before keys had names, with whichever key that was', () => {
  const unnamed = seal(oldKey, secret, Buffer.from(place));
  expect(before.open(unnamed, place)).toEqual(secret);
  expect(meanwhile.open(unnamed, place)).toEqual(secret);
  expect(meanwhile.isCurrent(unnamed)).toBe(false);
  expect(() => after.open(unnamed, place)).toThrow('needs an encryption key that is missing');
  expect(() => meanwhile.open(unnamed, 'account/bob')).toThrow();
});

it('derives keys for a purpose, under the same names', () => {
  const [one, other] = [before.derived('webhook'), meanwhile.derived('webhook')];
  expect(other.open(one.seal(secret, place), place)).toEqual(secret);
  expect(other.keyId).toBe(meanwhile.keyId);
  expect(() => meanwhile.open(other.seal(secret, place), place)).toThrow();
});

it('wraps data keys into a known length, and keeps texts', () => {
  const wrapped = before.wrap(randomBytes(32), place);
  expect([wrapped.length, wrappedKeyBytes(wrapped[0])]).toEqual([WRAPPED_KEY_BYTES, WRAPPED_KEY_BYTES]);
  const unnamed = seal(oldKey, randomBytes(32), Buffer.from(place));
  expect(wrappedKeyBytes(unnamed[0])).toBe(unnamed.length);
  expect(() => before.wrap(Buffer.alloc(16), place)).toThrow('32 bytes');
  expect(before.openText(before.sealText('whsec_ä', place), place)).toBe('whsec_ä');
});
