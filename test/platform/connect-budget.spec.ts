import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ConnectBudget } from '../../src/mailbox/index.js';
import { runMigrations } from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { createLogger } from '../../src/platform/logging/index.js';
import { eventually } from '../support/eventually.js';

const log = createLogger({ logLevel: 'error', logFormat: 'json' }, { write: () => undefined });

let root: string;
let server: EmbeddedPostgres;
let db: DataSource;
let budget: ConnectBudget;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wagate-budget-'));
  server = await startEmbeddedPostgres({ dataDir: root, log });
  await runMigrations(server.url, log);
  db = await new DataSource({ type: 'postgres', url: server.url }).initialize();
  budget = new ConnectBudget(db);
});

afterAll(async () => {
  await db?.destroy();
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

const saveUp = (tokens: number) =>
  db.query('update mailbox.connect_budget set tokens = $1, refilled_at = clock_timestamp()', [tokens]);

it('grants what all workers together may connect, and no more', async () => {
  await saveUp(1_000);
  const demand = { perSecond: 4, urgent: true };
  const granted = await Promise.all(Array.from({ length: 10 }, () => budget.take(3, demand)));
  // Two seconds' worth were saved up; little more has come since.
  expect(granted.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(8);
  expect(granted.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(10);
});

it('leaves half a second to those that are urgent', async () => {
  await saveUp(2);
  expect(await budget.take(5, { perSecond: 4, urgent: false })).toBe(0);
  expect(await budget.take(5, { perSecond: 4, urgent: true })).toBe(2);
});

it('fills up with time', async () => {
  await saveUp(0);
  const startedAt = performance.now();
  let granted = 0;
  await eventually('ten connects', async () => {
    granted += await budget.take(1, { perSecond: 20, urgent: true });
    return granted >= 10;
  });
  expect(performance.now() - startedAt).toBeGreaterThan(450);
});
