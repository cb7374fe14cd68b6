import type { DataSource } from 'typeorm';
import { alone, ScheduledJob } from '../../src/platform/jobs/index.js';
import { eventually } from '../support/eventually.js';
import { type OwnDatabase, ownDatabase, SILENT } from './support/own-database.js';

let database: OwnDatabase;
/** Two processes of the installation, as far as the database can tell. */
let here: DataSource;
let there: DataSource;

beforeAll(async () => {
  database = await ownDatabase();
  here = await database.connect();
  there = await database.connect();
});

afterAll(() => database?.stop());

/** Work that lasts until it is told to end. */
function heldWork() {
  let end: () => void = () => undefined;
  let begin: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const run = () => {
    begin();
    return ended.then(() => 'done' as const);
  };
  return { run, begun, end };
}

describe('work that one process does at a time', () => {
  it('is left alone while another process is at it, and taken up when that one is through', async () => {
    const work = heldWork();
    const first = alone(here, 'pruning', work.run);
    await work.begun;
    expect(await alone(there, 'pruning', async () => 'got it')).toBeUndefined();
    expect(await alone(there, 'other work', async () => 'got it')).toBe('got it');
    work.end();
    expect(await first).toBe('done');
    expect(await alone(there, 'pruning', async () => 'got it')).toBe('got it');
  });

  it('is free again after it failed', async () => {
    await expect(alone(here, 'pruning', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await alone(there, 'pruning', async () => 'got it')).toBe('got it');
  });

  it('is free again when the process that did it lost its connection', async () => {
    const work = heldWork();
    const lost = alone(here, 'pruning', work.run).catch(() => undefined);
    await work.begun;
    await there.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()`,
    );
    await eventually('free lock', async () => (await alone(there, 'pruning', async () => 'got it')) === 'got it');
    work.end();
    await lost;
  });

  it('runs again and again in all processes together, never twice at a time, until they stop', async () => {
    let running = 0;
    let most = 0;
    const ran = new Set<string>();
    const jobs = Object.entries({ here, there }).map(([name, dataSource]) => {
      const run = async () => {
        most = Math.max(most, ++running);
        ran.add(name);
        await dataSource.query('select pg_sleep(0.005)');
        running--;
        return 'idle' as const;
      };
      return new ScheduledJob({ name: 'counting', everyMs: 1, run, dataSource, log: SILENT });
    });
    for (const job of jobs) job.start();
    await eventually('turn of both', async () => ran.size === 2);
    await Promise.all(jobs.map((job) => job.stop()));
    expect({ most, running }).toEqual({ most: 1, running: 0 });
  });
});
