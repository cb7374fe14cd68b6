import { hashSecret, newApiKey, parseApiKey } from './api-key-format.js';

// The checksum comes from zlib's crc32 in another language: 3271470203 for the first 45 characters.
const KNOWN = 'wag_Ab3dEf7h_0123456789ABCDEFGHIJKLMNOPQRSTUV3ZOkqR';

describe('an API key', () => {
  it('has an id of 8, a secret of 32 and a checksum of 6 characters', () => {
    expect(newApiKey().key).toMatch(/^wag_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/);
  });

  it('is read back into the parts it was made of', () => {
    const { key, prefix, secret } = newApiKey();
    expect(parseApiKey(key)).toEqual({ prefix, secret });
    expect(key.startsWith(`${prefix}_${secret}`)).toBe(true);
  });

  it('keeps its checksum from version to version', () => {
    expect(parseApiKey(KNOWN)).toEqual({ prefix: 'wag_Ab3dEf7h', secret: '0123456789ABCDEFGHIJKLMNOPQRSTUV' });
  });

  it('is refused after any typo', () => {
    const { key } = newApiKey();
    const typos = Array.from(
      key,
      (character, at) => key.slice(0, at) + (character === 'x' ? 'y' : 'x') + key.slice(at + 1),
    );
    expect(typos.map(parseApiKey).filter((parts) => parts !== null)).toEqual([]);
  });

  it.each(['', 'wag_', KNOWN.slice(0, -1), `${KNOWN}0`, ` ${KNOWN}`, KNOWN.replace('wag_', 'wap_')])(
    'is not %p',
    (text) => {
      expect(parseApiKey(text)).toBeNull();
    },
  );

  it('is stored in a form that depends on the pepper', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(hashSecret('secret', one)).toEqual(hashSecret('secret', one));
    expect(hashSecret('secret', one)).not.toEqual(hashSecret('secret', two));
  });
});
