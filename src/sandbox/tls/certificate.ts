import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as der from './der.js';

const DAY_MS = 86_400_000;
const ECDSA_SHA256 = der.sequence(der.objectId('1.2.840.10045.4.3.2'));
const CA_NAME = 'Sandbox test CA';

export interface PemPair {
  key: string;
  cert: string;
}

/** A CA whose certificates nobody trusts unless told to. */
export function createAuthority(now: Date): PemPair {
  const { privateKey, publicKey } = newKey();
  const extensions = [
    extension('2.5.29.19', der.sequence(der.boolean(true)), true),
    extension('2.5.29.15', der.flags(0b0000_0110, 1), true),
    extension('2.5.29.14', der.octetString(keyId(publicKey))),
  ];
  const cert = certificate({ subject: CA_NAME, publicKey, issuerKey: privateKey, extensions, now, days: 3650 });
  return { key: toPem(privateKey), cert };
}

export interface Hosts {
  dns: string[];
  /** IPv4. */
  ip: string[];
}

/** A server certificate for these names, signed by the authority. */
export function createLeaf(authority: PemPair, hosts: Hosts, now: Date): PemPair {
  const { privateKey, publicKey } = newKey();
  const issuerKey = createPrivateKey(authority.key);
  const names = [
    ...hosts.dns.map((name) => der.implicit(2, Buffer.from(name))),
    ...hosts.ip.map((address) => der.implicit(7, Buffer.from(address.split('.').map(Number)))),
  ];
  const extensions = [
    extension('2.5.29.17', der.sequence(...names)),
    extension('2.5.29.37', der.sequence(der.objectId('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.15', der.flags(0b1000_0000, 7), true),
    extension('2.5.29.35', der.sequence(der.implicit(0, keyId(createPublicKey(issuerKey))))),
  ];
  // Some clients refuse leaves that are valid for more than 825 days.
  const cert = certificate({ subject: hosts.dns[0] ?? 'localhost', publicKey, issuerKey, extensions, now, days: 820 });
  return { key: toPem(privateKey), cert };
}

interface Contents {
  subject: string;
  publicKey: KeyObject;
  issuerKey: KeyObject;
  extensions: Buffer[];
  now: Date;
  days: number;
}

function certificate({ subject, publicKey, issuerKey, extensions, now, days }: Contents): string {
  const version3 = der.explicit(0, der.integer(Buffer.from([2])));
  const serial = randomBytes(16);
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0);
  const body = der.sequence(
    version3,
    der.integer(serial),
    ECDSA_SHA256,
    commonName(CA_NAME),
    der.sequence(der.utcTime(new Date(now.getTime() - DAY_MS)), der.utcTime(new Date(now.getTime() + days * DAY_MS))),
    commonName(subject),
    publicKey.export({ format: 'der', type: 'spki' }),
    der.explicit(3, der.sequence(...extensions)),
  );
  const signed = der.sequence(body, ECDSA_SHA256, der.bitString(sign('sha256', body, issuerKey)));
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function toPem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function commonName(name: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectId('2.5.4.3'), der.utf8String(name))));
}

function extension(id: string, content: Buffer, critical = false): Buffer {
  const parts = [der.objectId(id), ...(critical ? [der.boolean(true)] : []), der.octetString(content)];
  return der.sequence(...parts);
}

function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha1')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest();
}
