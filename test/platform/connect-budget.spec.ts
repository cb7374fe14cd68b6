import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { ConnectBudget } from '../../src/mailbox/index.js';
import { eventually } from '../support/eventually.js';
import { type OwnDatabase, ownDatabase } from './support/own-database.js';

let database: OwnDatabase;
let db: DataSource;
let budget: ConnectBudget;

beforeAll(async () => {
  database = await ownDatabase();
  db = await database.connect();
  budget = new ConnectBudget(db);
});

afterAll(() => database?.stop());

const saveUp = (tokens: number) =>
  db.query('update mailbox.connect_budget set tokens = $1, refilled_at = clock_timestamp()', [tokens]);

it('grants what all workers together may connect, and no more', async () => {
  await saveUp(1_000);
  const demand = { perSecond: 4, urgent: true };
  const startedAt = performance.now();
  const grants = await Promise.all(Array.from({ length: 10 }, () => budget.take(3, demand)));
  const cameMeanwhile = ((performance.now() - startedAt) / 1000) * demand.perSecond;
  const granted = grants.reduce((sum, each) => sum + each, 0);
  // Two seconds' worth were saved up.
  expect(granted).toBeGreaterThanOrEqual(8);
  expect(granted).toBeLessThanOrEqual(8 + cameMeanwhile);
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
