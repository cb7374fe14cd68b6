import { refreshCookie, refreshTokenIn } from './refresh-cookie.js';

it('is for its path, for no script and no other site, and for https alone where that is there', () => {
  const cookie = refreshCookie('abc', { path: '/api', secure: false });
  expect(cookie).toBe('wagate_refresh=abc; Path=/api; Max-Age=2592000; HttpOnly; SameSite=Strict');
  expect(refreshCookie('abc', { path: '/api', secure: true })).toBe(`${cookie}; Secure`);
});

it('ends at once when it is taken away', () => {
  expect(refreshCookie(null, { path: '/', secure: false })).toContain('wagate_refresh=; Path=/; Max-Age=0;');
});

it('is found among others', () => {
  expect(refreshTokenIn('theme=dark; wagate_refresh=abc-_1; x=y')).toBe('abc-_1');
  for (const header of [undefined, '', 'wagate_refresh=', 'my_wagate_refresh=abc', ';;=']) {
    expect(refreshTokenIn(header)).toBeNull();
  }
});
