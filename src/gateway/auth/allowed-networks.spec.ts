import { isWithin, networkNamed } from './allowed-networks.js';

describe('a network that a key may be used from', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9/32'],
    ['203.0.113.9/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:DB8:1:2::3/48', '2001:db8:1::/48'],
  ])('is %s, kept as %s', (text, kept) => {
    expect(networkNamed(text)).toBe(kept);
  });

  it.each(['', 'localhost', '10.1', '10.1/8', '203.0.113.9/33', '203.0.113.0/', '203.0.113.0/24/8', '*', '::1/129'])(
    'is not %j',
    (text) => {
      expect(networkNamed(text)).toBeNull();
    },
  );

  it.each([
    ['203.0.113.9', true],
    ['::ffff:203.0.113.9', true],
    ['203.0.114.9', false],
    ['2001:db8::5', true],
    ['2001:db9::5', false],
    ['unknown', false],
  ])('has %s in it: %s', (address, within) => {
    expect(isWithin(address, ['203.0.113.0/24', '2001:db8::/32'])).toBe(within);
  });
});
