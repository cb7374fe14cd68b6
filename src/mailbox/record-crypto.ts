import { createHash, randomBytes } from 'node:crypto';
import { deriveKey, type Keyring, open, seal } from '../platform/crypto/index.js';

/** Where in an account's log a record stands. Bound to the ciphertext, so that a record can not be moved or replayed. */
export interface RecordPlace {
  sessionId: string;
  epoch: bigint;
  seq: bigint;
  /** Chain hash of everything before this record. */
  previous: Buffer;
}

type RecordKind = 'log' | 'snapshot';

const VERSION = 1;

/**
 * A fresh key for one account, wrapped by the installation's key. Log records and snapshots use separate keys derived from
 * it; destroying the wrapped key shreds everything that was written with it.
 */
export function newAccountKey(keyring: Keyring, sessionId: string): Buffer {
  return keyring.wrap(randomBytes(32), accountKeyPlace(sessionId));
}

export function unwrapAccountKey(keyring: Keyring, sessionId: string, wrapped: Buffer): Buffer {
  return keyring.open(wrapped, accountKeyPlace(sessionId));
}

/**
 * Seals a record. The nonce is made of epoch and seq: (epoch, seq) is written at most once with one content, so a nonce is
 * never used for two plaintexts, without a bound on the number of records.
 */
export function sealRecord(accountKey: Buffer, kind: RecordKind, place: RecordPlace, plaintext: Buffer): Buffer {
  return seal(keyFor(accountKey, kind), plaintext, boundData(kind, place), nonceOf(place));
}

/** Opens what {@link sealRecord} made at the same place; throws when a byte or the place differs. */
export function openRecord(accountKey: Buffer, kind: RecordKind, place: RecordPlace, sealed: Buffer): Buffer {
  return open(keyFor(accountKey, kind), sealed, boundData(kind, place));
}

/** The chain hash after a sealed log record. Kept beside the account, it shows a log that was cut or rolled back. */
export function chainHash(previous: Buffer, sealed: Buffer): Buffer {
  return createHash('sha256').update(previous).update(sealed).digest();
}

/** Derived once for as long as an owner holds the account's key: a derivation costs more than sealing a record. */
function keyFor(accountKey: Buffer, kind: RecordKind): Buffer {
  let keys = derived.get(accountKey);
  if (!keys) derived.set(accountKey, (keys = {}));
  return (keys[kind] ??= deriveKey(accountKey, kind));
}

const derived = new WeakMap<Buffer, Partial<Record<RecordKind, Buffer>>>();

function nonceOf({ epoch, seq }: RecordPlace): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(Number(epoch), 0);
  nonce.writeBigUInt64BE(seq, 4);
  return nonce;
}

function boundData(kind: RecordKind, { sessionId, epoch, seq, previous }: RecordPlace): Buffer {
  return Buffer.from([VERSION, kind, sessionId, epoch, seq, previous.toString('hex')].join('|'));
}

/** Where the wrapped key of an account belongs. */
export function accountKeyPlace(sessionId: string): string {
  return `account-key|${sessionId}`;
}
