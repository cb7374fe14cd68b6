import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Log } from '../logging/index.js';
import { DatabaseClock } from './database-clock.service.js';

const HOUR_MS = 3_600_000;
const log = { error: () => undefined } as unknown as Log;

/** A clock that has asked its database once. */
async function clockOf(query: () => Promise<unknown>): Promise<DatabaseClock> {
  const clock = new DatabaseClock({ query } as unknown as DataSource, log);
  clock.onApplicationBootstrap();
  await nextTurn();
  await clock.beforeApplicationShutdown();
  return clock;
}

it('goes by the database, whatever the clock of this machine says', async () => {
  const clock = await clockOf(async () => [{ seconds: (Date.now() + HOUR_MS) / 1000 }]);
  expect(Math.abs(clock.now() - Date.now() - HOUR_MS)).toBeLessThan(200);
});

it('goes by this machine until the database has answered', async () => {
  const clock = await clockOf(() => Promise.reject(new Error('no database')));
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(200);
});
