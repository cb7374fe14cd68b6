import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Cluster } from './cluster.js';
import type { Postmaster } from './postmaster.js';

const LOCK = 0x7761_6764;
const LOCK_LIMIT_MS = 3_000;
const CONNECT_LIMIT_MS = 10_000;
const POLL_MS = 100;

/** Another gateway uses the same DATA_DIR. */
export class DataDirInUse extends Error {
  constructor(dataDir: string, holder: string) {
    super(
      `${dataDir} is in use by another WaGate (${holder}). Stop that one, give this one another DATA_DIR, ` +
        'or set DATABASE_URL for both.',
    );
    this.name = 'DataDirInUse';
  }
}

/** One gateway's hold on the embedded server. */
export interface Guard {
  /** Settles when the hold is lost: the connection ended, so the server did. */
  lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Holds a lock inside the server through an open connection: it ends with our process, however that ends, so it needs no file,
 * is never stale, and a reused process id can not fool it. Makes the database at the first start.
 */
export async function takeGuard(cluster: Cluster, { port }: Postmaster, database: string): Promise<Guard> {
  const { user, password } = cluster;
  const name = `process ${process.pid}`;
  const options = { host: '127.0.0.1', port, user, password, database: 'postgres', application_name: name };
  const client = new pg.Client({ ...options, connectionTimeoutMillis: CONNECT_LIMIT_MS, keepAlive: true });
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  await client.connect();
  try {
    await lock(client, resolve(cluster.data, '../..'));
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    await client.end();
    throw error;
  }
  return { lost, release: () => client.end() };
}

/** A gateway that was killed a moment ago may still hold the lock: its connection is being cleared away. */
async function lock(client: pg.Client, dataDir: string): Promise<void> {
  const deadline = performance.now() + LOCK_LIMIT_MS;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LOCK]);
    if (rows[0]?.taken) return;
    if (performance.now() > deadline) throw new DataDirInUse(dataDir, await holder(client));
    await delay(POLL_MS);
  }
}

async function holder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and granted and objid = $1`,
    [LOCK],
  );
  return rows[0]?.name ?? 'unknown process';
}
