import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { connectionOptions, runMigrations } from '../../../src/platform/database/index.js';
import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/index.js';
import type { Log } from '../../../src/platform/logging/index.js';

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A PostgreSQL of the test's own, with the schema of this version. */
export interface OwnDatabase {
  url: string;
  /** A folder for whatever else the test keeps; gone with the database. */
  root: string;
  /** A pool, connected as the product connects. Ended with the database. */
  connect(as?: { username: string; password: string }): Promise<DataSource>;
  stop(): Promise<void>;
}

export async function ownDatabase(): Promise<OwnDatabase> {
  const root = mkdtempSync(join(tmpdir(), 'wagate-own-'));
  const server = await startEmbeddedPostgres({ dataDir: root, log: SILENT });
  await runMigrations(server.url, SILENT);
  const pools: DataSource[] = [];
  return {
    url: server.url,
    root,
    async connect(as = {} as never) {
      const { href } = Object.assign(new URL(server.url), as);
      const pool = await new DataSource(connectionOptions(href, 'test', 10)).initialize();
      pools.push(pool);
      return pool;
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.destroy()));
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
