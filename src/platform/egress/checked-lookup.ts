import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './address.js';

type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Why a connection was not made: the name leads somewhere it must not. */
export class AddressRefused extends Error {
  constructor(hostname: string) {
    super(`${hostname} leads to an address that is not public`);
    this.name = 'AddressRefused';
  }
}

/**
 * A `lookup` for sockets that gives only addresses it has judged. Since the socket connects to what it is given here, a
 * name that changes its answer between a check and a use gains nothing. One bad address among good ones refuses the name.
 */
export function checkedLookup(resolve: Resolve = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) return done(error, '');
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        return done(new AddressRefused(hostname), '');
      }
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}
