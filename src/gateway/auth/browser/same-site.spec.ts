import { isOurPage } from './same-site.js';

const asked = (
  origin: string | undefined,
  more: { requestedWith?: string; host?: string; publicUrl?: string } = {},
) => {
  const { requestedWith = 'wagate', host = 'gateway.example:8000', publicUrl } = more;
  return isOurPage({ requestedWith, origin, host }, publicUrl, ['https://app.example.com']);
};

it('believes pages of this host, whatever a proxy made of the scheme, and programs', () => {
  expect(asked('http://gateway.example:8000')).toBe(true);
  expect(asked('https://wagate.example.com', { host: 'wagate.example.com' })).toBe(true);
  expect(asked('https://wagate.example.com', { host: 'WaGate.example.com:443' })).toBe(true);
  expect(asked(undefined)).toBe(true);
});

it('believes pages of the public address and of the list', () => {
  expect(asked('https://wagate.example.com', { publicUrl: 'https://wagate.example.com/below' })).toBe(true);
  expect(asked('https://app.example.com')).toBe(true);
});

it.each(['https://evil.example', 'http://gateway.example', 'http://app.example.com', 'null', ''])(
  'does not believe a page of %j',
  (origin) => {
    expect(asked(origin, { publicUrl: 'https://wagate.example.com' })).toBe(false);
  },
);

it.each(['', 'XMLHttpRequest'])('does not believe who sends X-Requested-With: %j', (requestedWith) => {
  expect(asked('http://gateway.example:8000', { requestedWith })).toBe(false);
});
