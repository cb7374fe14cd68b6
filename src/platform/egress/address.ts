import ipaddr from 'ipaddr.js';

/** What the Internet routes to single hosts over IPv6 today (RFC 4291, IANA registry); the rest is special or unassigned. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * True for an address that belongs to one host of the public Internet. Loopback, private, link-local (cloud metadata),
 * carrier-grade NAT, multicast, documentation and translated ranges are not public; an IPv4 address in IPv6 clothes is
 * judged as the IPv4 address it is. What can not be parsed is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}
