// Preloaded into a program under test: names are looked up at NAME_SERVER, instead of where the machine looks them up.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

const resolver = new dns.promises.Resolver({ timeout: 2_000, tries: 1 });
resolver.setServers([process.env.NAME_SERVER]);
const system = dns.lookup;

dns.lookup = (hostname, options, done) => {
  if (typeof options === 'function') return dns.lookup(hostname, {}, options);
  if (isIP(hostname) || !hostname.includes('.')) return system(hostname, options, done);
  addressesOf(hostname).then(
    (addresses) => (options.all ? done(null, addresses) : done(null, addresses[0].address, addresses[0].family)),
    (error) => done(error),
  );
};
syncBuiltinESMExports();

async function addressesOf(hostname) {
  const six = await resolver.resolve6(hostname).catch(() => []);
  if (six.length > 0) return six.map((address) => ({ address, family: 6 }));
  return (await resolver.resolve4(hostname)).map((address) => ({ address, family: 4 }));
}
