import { hashPassword, isPassword, passwordProblem } from './password.js';

describe('a password', () => {
  it.each(['12345678', 'a'.repeat(72), 'é'.repeat(36), '🔑🔑'])('may be %p', (password) => {
    expect(passwordProblem(password)).toBeNull();
  });

  it.each([
    ['', 0],
    ['1234567', 7],
    ['a'.repeat(73), 73],
    ['é'.repeat(37), 74],
  ])('may not be %p, which is told its number of bytes', (password, bytes) => {
    expect(passwordProblem(password)).toBe(`must have 8 to 72 bytes in UTF-8; this one has ${bytes}`);
  });

  it('is known again, whole, and no other one is', async () => {
    const longest = 'a'.repeat(72);
    const hash = await hashPassword(longest);
    expect(await isPassword(longest, hash)).toBe(true);
    expect(await isPassword(`${longest}b`, hash)).toBe(false);
    expect(await isPassword('a'.repeat(71), hash)).toBe(false);
  });

  it('is never right for a user that does not exist', async () => {
    expect(await isPassword('12345678', null)).toBe(false);
  });

  it('is compared at full cost for a user that does not exist', async () => {
    const elapsed = async (hash: string | null) => {
      const startedMs = performance.now();
      await isPassword('12345678', hash);
      return performance.now() - startedMs;
    };
    const known = await elapsed(await hashPassword('87654321'));
    expect(await elapsed(null)).toBeGreaterThan(known / 4);
  });
});
