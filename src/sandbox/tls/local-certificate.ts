import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { createAuthority, createLeaf, type PemPair } from './certificate.js';

/** Names under which a client may take this server for WhatsApp's. */
const HOSTS = { dns: ['localhost', 'mmg.whatsapp.net', 'web.whatsapp.com'], ip: ['127.0.0.1'] };

export interface LocalCertificate extends PemPair {
  caFile: string;
  caPem: string;
}

/** A fresh server certificate for these names and `host`, signed by the CA kept in the folder; a missing CA is made. */
export function localCertificate(dir: string, host: string): LocalCertificate {
  mkdirSync(dir, { recursive: true });
  const caFile = join(dir, 'ca.pem');
  const keyFile = join(dir, 'ca-key.pem');
  const authority = existsSync(caFile)
    ? { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(caFile, 'utf8') }
    : createAuthority(new Date());
  writeFileSync(keyFile, authority.key, { mode: 0o600 });
  writeFileSync(caFile, authority.cert);
  const hosts = isIPv4(host) ? { ...HOSTS, ip: [...HOSTS.ip, host] } : { ...HOSTS, dns: [...HOSTS.dns, host] };
  return { ...createLeaf(authority, hosts, new Date()), caFile, caPem: authority.cert };
}
