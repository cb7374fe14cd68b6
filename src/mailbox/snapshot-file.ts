import type { Keyring } from '../platform/crypto/index.js';
import { accountKeyPlace, openRecord, unwrapAccountKey } from './record-crypto.js';

/** An account's newest snapshot as the database has it. */
export interface StoredSnapshot {
  sessionId: string;
  epoch: bigint;
  seq: bigint;
  /** The chain hash of the log up to the snapshot. */
  previous: Buffer;
  /** Wrapped by ENCRYPTION_KEY. */
  accountKey: Buffer;
  sealed: Buffer;
}

export interface OpenedSnapshot {
  sessionId: string;
  epoch: bigint;
  seq: bigint;
  state: Buffer;
}

/** Below the folder of a session in the object store: copies of its snapshots. The name is that of Baileys' own file store. */
export const SNAPSHOT_FOLDER = 'auth_info_baileys';

const FORMAT = 'wagate account snapshot 1';
const LINE_END = '\n';

/**
 * A snapshot as a file that needs nothing but ENCRYPTION_KEY to be opened, so that it is of use when the database is lost:
 * one line of JSON that says what it is, with the account's wrapped key, and the sealed state after it.
 */
export function snapshotFile({ sessionId, epoch, seq, previous, accountKey, sealed }: StoredSnapshot): Buffer {
  const line = {
    format: FORMAT,
    sessionId,
    epoch: epoch.toString(),
    seq: seq.toString(),
    previous: previous.toString('base64'),
    accountKey: accountKey.toString('base64'),
  };
  return Buffer.concat([Buffer.from(JSON.stringify(line) + LINE_END), sealed]);
}

/** What {@link snapshotFile} made of a snapshot. Throws when it is none, when a byte was changed, or when the key is another one. */
export function openSnapshotFile(keyring: Keyring, file: Buffer): OpenedSnapshot {
  const lineEnd = file.indexOf(LINE_END);
  const line = JSON.parse(file.subarray(0, lineEnd).toString('utf8')) as Record<string, string>;
  if (line['format'] !== FORMAT) throw new Error('this is no snapshot of an account');
  const { sessionId = '', epoch = '', seq = '', previous = '', accountKey = '' } = line;
  const place = { sessionId, epoch: BigInt(epoch), seq: BigInt(seq), previous: Buffer.from(previous, 'base64') };
  const key = unwrapAccountKey(keyring, sessionId, Buffer.from(accountKey, 'base64'));
  return { ...place, state: openRecord(key, 'snapshot', place, file.subarray(lineEnd + 1)) };
}

/** The same file with the account's key under the one that seals now; null when it is so already. */
export function rewrappedSnapshotFile(keyring: Keyring, file: Buffer): Buffer | null {
  const lineEnd = file.indexOf(LINE_END);
  const line = JSON.parse(file.subarray(0, lineEnd).toString('utf8')) as { sessionId: string; accountKey: string };
  const wrapped = Buffer.from(line.accountKey, 'base64');
  if (keyring.isCurrent(wrapped)) return null;
  const place = accountKeyPlace(line.sessionId);
  const accountKey = keyring.wrap(keyring.open(wrapped, place), place).toString('base64');
  return Buffer.concat([Buffer.from(JSON.stringify({ ...line, accountKey })), file.subarray(lineEnd)]);
}
