import ipaddr from 'ipaddr.js';

const IPV6_PREFIX_BITS = 64;

/** One customer of a provider: an IPv4 address, or the /64 of an IPv6 address, all of which one machine can take. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_PREFIX_BITS}`).toString();
}
