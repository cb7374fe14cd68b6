import { linkIn } from './link-in.js';

it.each([
  ['See https://example.org/menu.', 'https://example.org/menu'],
  ['(https://example.org/a?b=c#d), or not', 'https://example.org/a?b=c#d'],
  ['*HTTPS://Example.org*', 'HTTPS://Example.org'],
  ['http://one.example https://two.example', 'http://one.example'],
  ['first\nhttps://example.org/x/\nlast', 'https://example.org/x/'],
])('finds the link in %j', (text, link) => expect(linkIn(text)).toBe(link));

it.each(['no link', 'www.example.org', 'https://', 'https://.', 'ftp://example.org', 'mailto:a@example.org', ''])(
  'finds none in %j',
  (text) => expect(linkIn(text)).toBeNull(),
);
