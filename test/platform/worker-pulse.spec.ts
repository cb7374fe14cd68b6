import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { type WorkerPulse, type WorkerReport, Workers } from '../../src/mailbox/index.js';
import { runMigrations } from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { createLogger } from '../../src/platform/logging/index.js';
import { eventually } from '../support/eventually.js';

const log = createLogger({ logLevel: 'error', logFormat: 'json' }, { write: () => undefined });
const report: WorkerReport = { state: 'ready', endpoint: null, sessions: 0, cpuUsage: 0, memoryUsage: 0, messages: 0 };

let root: string;
let server: EmbeddedPostgres;
let db: DataSource;
let workers: Workers;
let incarnation: string;
let pulse: WorkerPulse;
let broken: number;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wagate-pulse-'));
  server = await startEmbeddedPostgres({ dataDir: root, log });
  await runMigrations(server.url, log);
  db = await new DataSource({ type: 'postgres', url: server.url }).initialize();
  workers = new Workers(db);
});

afterAll(async () => {
  await db?.destroy();
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

beforeEach(async () => {
  incarnation = randomUUID();
  broken = 0;
  await workers.register({ workerId: `w-${incarnation}`, incarnation, maxSessions: 50 });
  pulse = workers.pulse(incarnation, () => broken++);
  expect(await pulse.beat(report)).toBe('ready');
});

afterEach(() => pulse.stop());

const seemsKilled = async () => {
  const run = (await workers.vitals()).find((each) => each.incarnation === incarnation);
  return run?.pulseLost;
};

const HELD = `from pg_locks where locktype = 'advisory' and objid = hashtext($1)::oid`;

describe('the pulse of a worker', () => {
  it('is gone with its process', async () => {
    expect(await seemsKilled()).toBe(false);
    pulse.stop();
    await eventually('its end', seemsKilled);
  });

  it('is back with the next beat when only the connection broke, and asks for that beat', async () => {
    await db.query(`select pg_terminate_backend(pid) ${HELD}`, [incarnation]);
    await eventually('a call for help', () => broken > 0);
    expect(broken).toBe(1);
    await pulse.beat(report);
    expect(await seemsKilled()).toBe(false);
  });

  it('is not missed while the server still has the connection that was given up', async () => {
    pulse.stop();
    await eventually('its end', seemsKilled);
    const last = new pg.Client({ connectionString: server.url });
    await last.connect();
    await last.query('select pg_advisory_lock($1, hashtext($2))', [0x7761_7075, incarnation]);
    await pulse.beat(report);
    expect(await seemsKilled()).toBe(false);
    await last.end();
    expect(await seemsKilled()).toBe(false);
    await eventually('its lock', async () => {
      await pulse.beat(report);
      return ((await db.query(`select ${HELD}`, [incarnation])) as unknown[]).length === 1;
    });
  });

  it('says when gateways have given the run up, and it can be registered again', async () => {
    await db.query(`update mailbox.worker set beat_at = now() - interval '4 seconds' where incarnation = $1`, [
      incarnation,
    ]);
    expect(await workers.bury([incarnation])).toEqual([`w-${incarnation}`]);
    expect(await pulse.beat(report)).toBeNull();
    expect(await workers.registerAgain({ workerId: `w-${incarnation}`, incarnation, maxSessions: 50 })).toBe(true);
    expect(await pulse.beat(report)).toBe('ready');
  });

  it('saves a run that beats again before it is given up', async () => {
    expect(await workers.bury([incarnation])).toEqual([]);
    expect(await pulse.beat(report)).toBe('ready');
  });
});
