import type { DataSource } from 'typeorm';
import { AuditLog } from '../../src/gateway/audit/audit-log.service.js';
import { AuditRetention } from '../../src/gateway/audit/audit-retention.service.js';
import type { AppConfig } from '../../src/platform/config/index.js';
import { type OwnDatabase, ownDatabase, SILENT } from './support/own-database.js';

let database: OwnDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await ownDatabase();
  dataSource = await database.connect();
});

afterAll(() => database?.stop());

const actions = async () => {
  const rows = await dataSource.query<{ action: string }[]>('select action from system_log order by id');
  return rows.map(({ action }) => action);
};

it('takes rows in, and lets nobody change them or take them out', async () => {
  const audit = new AuditLog();
  await audit.note(dataSource.manager, { actor: null, action: 'user.sign_in_failed' });
  for (const change of [
    `update system_log set action = 'user.signed_in'`,
    'delete from system_log',
    'truncate system_log',
  ]) {
    await expect(dataSource.query(change)).rejects.toThrow('the system log is append-only');
  }
  expect(await actions()).toEqual(['user.sign_in_failed']);
});

it('is rolled back with the deed that it tells of', async () => {
  const deed = dataSource.transaction(async (tx) => {
    await new AuditLog().note(tx, { actor: null, action: 'user.registered' });
    throw new Error('the deed failed');
  });
  await expect(deed).rejects.toThrow('the deed failed');
  expect(await actions()).toEqual(['user.sign_in_failed']);
});

it('forgets what is older than it is kept, and nothing else', async () => {
  await dataSource.query(
    `insert into system_log (id, at, action)
     select gen_random_uuid(), now() - days * interval '1 day', 'user.signed_in' from unnest(array[29, 31, 400]) days`,
  );
  const config = { systemLogRetentionDays: 30 } as AppConfig;
  expect(await new AuditRetention(dataSource, config, SILENT).forget()).toBe('idle');
  const [row] = await dataSource.query<{ kept: number }[]>('select count(*)::int as kept from system_log');
  expect(row?.kept).toBe(2);
});
