import { createHash } from 'node:crypto';
import { SNAPSHOT_FOLDER, type StoredSnapshot } from '../../mailbox/index.js';

/** Where in the object store the things of a session are. */

export function cardKey(sessionId: string): string {
  return `sessions/${sessionId}/session-data.json`;
}

export function exportFolder(sessionId: string): string {
  return `sessions/${sessionId}/messages`;
}

/** `day` as in 2026-01-15. */
export function exportKey(sessionId: string, day: string): string {
  return `${exportFolder(sessionId)}/${day}.json`;
}

/** The day of an export; null for anything else that lies beside them. */
export function exportDay(key: string): string | null {
  return /\/(\d{4}-\d{2}-\d{2})\.json$/.exec(key)?.[1] ?? null;
}

export function snapshotFolder(sessionId: string): string {
  return `sessions/${sessionId}/${SNAPSHOT_FOLDER}`;
}

/** Written once, and never for two contents: the order of the names is the order of the snapshots. */
export function snapshotKey({ sessionId, epoch, seq, sealed }: StoredSnapshot): string {
  const digest = createHash('sha256').update(sealed).digest('hex').slice(0, 12);
  return `${snapshotFolder(sessionId)}/${padded(epoch)}-${padded(seq)}-${digest}.snapshot`;
}

function padded(number: bigint): string {
  return number.toString().padStart(12, '0');
}
