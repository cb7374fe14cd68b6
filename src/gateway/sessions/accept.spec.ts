import { prefersPng } from './accept.js';

describe('the form of a QR code', () => {
  it.each([
    'image/png',
    'image/*',
    'image/png, application/json;q=0.5',
    'image/png,*/*',
    'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
  ])('is a picture for %s', (accept) => {
    expect(prefersPng(accept)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'application/json, text/plain, */*',
    'image/png;q=0.1, application/json',
    'image/png;q=0, */*',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  ])('is JSON for %s', (accept) => {
    expect(prefersPng(accept)).toBe(false);
  });
});
