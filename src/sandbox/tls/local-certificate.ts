import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createLeaf, type PemPair } from './certificate.js';

/** Names under which a client may take this server for WhatsApp's. */
const HOSTS = { dns: ['localhost', 'mmg.whatsapp.net', 'web.whatsapp.com'], ip: ['127.0.0.1'] };

export interface LocalCertificate extends PemPair {
  caFile: string;
  caPem: string;
}

/** A fresh server certificate, signed by the CA kept in the folder; a missing one is made. Without a folder, a temporary one. */
export function localCertificate(caDir?: string): LocalCertificate {
  const dir = caDir ?? mkdtempSync(join(tmpdir(), 'sandbox-ca-'));
  mkdirSync(dir, { recursive: true });
  const caFile = join(dir, 'ca.pem');
  const keyFile = join(dir, 'ca-key.pem');
  const authority = existsSync(caFile)
    ? { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(caFile, 'utf8') }
    : createAuthority(new Date());
  writeFileSync(keyFile, authority.key, { mode: 0o600 });
  writeFileSync(caFile, authority.cert);
  return { ...createLeaf(authority, HOSTS, new Date()), caFile, caPem: authority.cert };
}
