import ipaddr from 'ipaddr.js';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** `203.0.113.0/24` of `203.0.113.9/24`, `203.0.113.9/32` of `203.0.113.9`, the same for IPv6; null for what is neither. */
export function networkNamed(text: string): string | null {
  const network = parse(text);
  if (network === null) return null;
  const [address, bits] = network;
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`;
}

/** Whether an address lies in one of the networks; in no network lies any. IPv4 in the clothes of IPv6 is taken as IPv4. */
export function isWithin(address: string, networks: string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const asked = ipaddr.process(address);
  return networks.some((text) => {
    const network = parse(text);
    return network !== null && network[0].kind() === asked.kind() && asked.match(network as never);
  });
}

function parse(text: string): Network | null {
  // Parts that are left out would be filled in by surprise: 10.1 is 10.0.0.1.
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
