import type { LookupAddress } from 'node:dns';
import { AddressRefused, checkedLookup } from './checked-lookup.js';

const answering = (...addresses: string[]) =>
  checkedLookup((_hostname, _options, done) => {
    done(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  });

const lookUp = (lookup: ReturnType<typeof answering>, all: boolean) =>
  new Promise((resolve, reject) => {
    lookup('hooks.example.com', { all }, (error, address) => (error === null ? resolve(address) : reject(error)));
  });

describe('looking up the host of a customer', () => {
  it('gives all addresses to a socket that tries several', async () => {
    expect(await lookUp(answering('8.8.8.8', '2606:4700::1111'), true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
  });

  it('gives the first address to a socket that wants one', async () => {
    expect(await lookUp(answering('8.8.8.8', '1.1.1.1'), false)).toBe('8.8.8.8');
  });

  it.each([[['127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['8.8.8.8', '::ffff:169.254.169.254']], [[]]])(
    'refuses a name that leads to %j',
    async (addresses) => {
      await expect(lookUp(answering(...addresses), true)).rejects.toBeInstanceOf(AddressRefused);
    },
  );

  it('passes on that a name does not exist', async () => {
    const missing = checkedLookup((_hostname, _options, done) => done(new Error('ENOTFOUND'), []));
    await expect(lookUp(missing, true)).rejects.toThrow('ENOTFOUND');
  });
});
