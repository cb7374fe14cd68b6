import { keyIdOf, secretFor } from './signing-keys.js';

const secrets = ['the secret of today', 'the secret of yesterday'];
const tokenOf = (header: unknown) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.claims.signature`;

describe('the secret of a token', () => {
  it('is found by the id in its header, today’s and yesterday’s', () => {
    for (const secret of secrets) expect(secretFor(tokenOf({ kid: keyIdOf(secret) }), secrets)).toBe(secret);
  });

  it.each([{}, { kid: keyIdOf('another secret') }, { kid: null }, { kid: [] }, null])('is none for %j', (header) => {
    expect(secretFor(tokenOf(header), secrets)).toBeNull();
  });

  it.each(['', '.', 'not-a-token', '%%%.a.b'])('is none for the text %j', (text) => {
    expect(secretFor(text, secrets)).toBeNull();
  });

  it('does not show in its id', () => {
    expect(keyIdOf(secrets[0]!)).toMatch(/^[\w-]{12}$/);
    expect(keyIdOf(secrets[0]!)).not.toBe(keyIdOf(secrets[1]!));
  });
});
