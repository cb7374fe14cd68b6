import { redirectOf } from './redirect.js';

const from = 'https://example.org/pictures/1?size=2';

it('finds where an answer leads', () => {
  expect(redirectOf(from, 302, '/other')).toBe('https://example.org/other');
  expect(redirectOf(from, 308, 'https://cdn.example.org/x#top')).toBe('https://cdn.example.org/x');
  expect(redirectOf('http://example.org/', 301, 'https://example.org/')).toBe('https://example.org/');
});

it('takes other answers for what they are', () => {
  for (const status of [200, 204, 300, 304, 404]) expect(redirectOf(from, status, '/other')).toBeNull();
});

it('follows no redirect that leads nowhere, or out of https', () => {
  expect(() => redirectOf(from, 302, undefined)).toThrow('nowhere');
  expect(() => redirectOf(from, 302, 'https://')).toThrow('nowhere');
  expect(() => redirectOf(from, 302, 'http://example.org/')).toThrow('from https to http');
});
