import { createHash, createPublicKey, type KeyObject, randomBytes, scrypt, sign, verify } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Problem } from '../../contracts/index.js';
import { openBody, plainSize, sealBody, sealedPart } from '../../platform/crypto/index.js';
import { fingerprintOf } from './fingerprint.js';

/** What stands in clear before the body. Signed with it, and bound to it: no part can be used with another one. */
export interface FileHeader {
  fileId: string;
  /** Which linked device it is, and how often that has left an installation, this time included. */
  lineage: string;
  generation: number;
  createdAt: string;
  /** The only installation that takes it, by its fingerprint; null: any one. */
  recipient: string | null;
}

export interface ReadFile extends FileHeader {
  /** The fingerprint of the installation that made it. */
  exporter: string;
  /** Opens the body. Throws PASSPHRASE_WRONG. */
  open(passphrase: string): Promise<Buffer>;
}

interface WrittenHeader extends FileHeader {
  format: string;
  /** ed25519, SPKI in base64. */
  exporter: string;
  salt: string;
}

const FORMAT = 'wagate session 1';
const SIGNATURE_BYTES = 64;
const LINE_END = 10;
const MAX_HEADER_BYTES = 4096;
/** 32 MiB and about a third of a second. Fixed by the format: a file can not ask for more. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };

const derive = promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt);

/**
 * A file with a linked device in it: a line of JSON, an ed25519 signature of all the rest by the installation that made it, and the
 * body, sealed with AES-256-GCM in chunks under a key that scrypt makes of the passphrase.
 */
export async function writeSessionFile(
  header: FileHeader,
  body: Buffer,
  passphrase: string,
  privateKey: KeyObject,
): Promise<Buffer> {
  const exporter = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
  const salt = randomBytes(16);
  const written: WrittenHeader = { format: FORMAT, ...header, exporter, salt: salt.toString('base64') };
  const line = Buffer.from(`${JSON.stringify(written)}\n`);
  const key = await keyOf(passphrase, salt);
  const sealed = await buffer(Readable.from([body]).pipe(sealBody(key, placeOf(line))));
  const signature = sign(null, Buffer.concat([line, sealed]), privateKey);
  return Buffer.concat([line, signature, sealed]);
}

/** Reads and checks what can be without the passphrase. Throws SESSION_FILE_DAMAGED when it is not byte for byte what was made. */
export function readSessionFile(file: Buffer): ReadFile {
  const lineEnd = file.subarray(0, MAX_HEADER_BYTES).indexOf(LINE_END);
  const line = file.subarray(0, lineEnd + 1);
  const header = headerIn(line);
  const signature = file.subarray(line.length, line.length + SIGNATURE_BYTES);
  const sealed = file.subarray(line.length + SIGNATURE_BYTES);
  if (!isSigned(header, Buffer.concat([line, sealed]), signature)) throw damaged('its signature does not fit');
  const { fileId, lineage, generation, createdAt, recipient } = header;
  return {
    ...{ fileId, lineage, generation, createdAt, recipient },
    exporter: fingerprintOf(Buffer.from(header.exporter, 'base64')),
    open: (passphrase) => open(header, line, sealed, passphrase),
  };
}

async function open({ salt }: WrittenHeader, line: Buffer, sealed: Buffer, passphrase: string): Promise<Buffer> {
  const key = await keyOf(passphrase, Buffer.from(salt, 'base64'));
  try {
    const opening = openBody(key, placeOf(line), sealedPart(plainSize(sealed.length)));
    return await buffer(Readable.from([sealed]).pipe(opening));
  } catch (cause) {
    // It is as it was signed, so it must be the key.
    throw new Problem('PASSPHRASE_WRONG', 'The file can not be opened with this passphrase.', { cause });
  }
}

/** The same characters give the same key, however a keyboard composes them. */
function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return derive(passphrase.normalize('NFKC'), salt, 32, SCRYPT);
}

function placeOf(line: Buffer): string {
  return `session-file|${createHash('sha256').update(line).digest('hex')}`;
}

function headerIn(line: Buffer): WrittenHeader {
  const header = parsed(line);
  if (typeof header?.['format'] !== 'string') throw damaged('it does not begin like one');
  if (header['format'] !== FORMAT) throw damaged(`this version does not know its format`);
  const texts = ['fileId', 'lineage', 'createdAt', 'exporter', 'salt'];
  const isWhole = texts.every((name) => typeof header[name] === 'string') && Number.isSafeInteger(header['generation']);
  const isAddressed = header['recipient'] === null || typeof header['recipient'] === 'string';
  if (!isWhole || !isAddressed) throw damaged('its first line is not whole');
  return header as unknown as WrittenHeader;
}

function parsed(line: Buffer): Record<string, unknown> | null {
  try {
    return JSON.parse(line.toString('utf8')) as Record<string, unknown> | null;
  } catch {
    return null;
  }
}

function isSigned({ exporter }: WrittenHeader, content: Buffer, signature: Buffer): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(exporter, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, content, key, signature);
  } catch {
    return false;
  }
}

export function damaged(why: string, cause?: unknown): Problem {
  return new Problem('SESSION_FILE_DAMAGED', `The file is no export of a session, or was changed: ${why}.`, { cause });
}
