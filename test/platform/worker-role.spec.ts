import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pendingMigrations } from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { createLogger } from '../../src/platform/logging/index.js';
import { Program } from '../support/program.js';
import { query } from './support/database-holder.js';

let root: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wagate-role-'));
  const log = createLogger({ logLevel: 'error', logFormat: 'json' }, { write: () => undefined });
  server = await startEmbeddedPostgres({ dataDir: root, log });
});

afterAll(async () => {
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

const name = (kind: string) => `${kind}_${randomUUID().slice(0, 8)}`;

/** The server's URL with another database, user or password. */
function urlOf(parts: { database?: string; user?: string; password?: string }): string {
  const url = new URL(server.url);
  if (parts.database !== undefined) url.pathname = parts.database;
  if (parts.user !== undefined) url.username = encodeURIComponent(parts.user);
  if (parts.password !== undefined) url.password = encodeURIComponent(parts.password);
  return url.href;
}

async function newDatabase(owner?: string): Promise<string> {
  const database = name('db');
  await query(server.url, `create database ${database} ${owner === undefined ? '' : `owner ${owner}`}`);
  return database;
}

async function migrate(url: string, workerUrl?: string): Promise<{ code: number | null; said: string }> {
  const env = { DATABASE_URL: url, ...(workerUrl !== undefined && { WORKER_DATABASE_URL: workerUrl }) };
  const program = Program.run('dist/migrate.js', { env });
  const { code } = await program.exited;
  return { code, said: program.lines.join('\n') };
}

const refused = { code: '42501' };

describe('the role of the workers', () => {
  describe('where the migrating user may not make roles', () => {
    let url: string;
    let database: string;

    beforeAll(async () => {
      const user = name('owner');
      await query(server.url, `create role ${user} login password 'pw'`);
      database = await newDatabase(user);
      url = urlOf({ database, user, password: 'pw' });
    });

    it('can be missing: the migrations are applied, and it is said what is to be done', async () => {
      const { code, said } = await migrate(url);
      expect(code).toBe(0);
      expect(said).toContain('have it made: create role wagate_worker nologin');
      expect(await pendingMigrations(url)).toEqual([]);
    });

    it('gets its grants when somebody else has made it, and its login by hand', async () => {
      expect(await migrate(urlOf({ database }))).toMatchObject({ code: 0 });
      const user = name('shard');
      const worker = urlOf({ database, user, password: 'pw' });
      const { code, said } = await migrate(url, worker);
      expect(code).toBe(1);
      expect(said).toContain(`have it made: create role ${user} login password '…' in role wagate_worker`);
      await query(server.url, `create role ${user} login password 'pw' in role wagate_worker`);
      expect(await migrate(url, worker)).toMatchObject({ code: 0 });
      await query(worker, 'select from mailbox.account');
    });
  });

  it('works in schema mailbox and reaches nothing else', async () => {
    const database = await newDatabase();
    const worker = urlOf({ database, user: name('shard'), password: "it's a %secret" });
    expect(await migrate(urlOf({ database }), worker)).toMatchObject({ code: 0 });
    await query(worker, 'insert into mailbox.brake (name, until) values ($$x$$, now())');
    expect(await pendingMigrations(worker)).toEqual([]);

    const relations = await query(
      urlOf({ database }),
      `select format('%I.%I', nspname, relname) as name, nspname as schema
         from pg_class join pg_namespace n on n.oid = relnamespace
        where relkind in ('r', 'p', 'v', 'm', 'S') and nspname !~ '^pg_' and nspname <> 'information_schema'`,
    );
    const elsewhere = relations.filter(({ schema }) => schema !== 'mailbox').map((row) => String(row['name']));
    expect(elsewhere).toContain('public.users');
    for (const relation of elsewhere) {
      await expect(query(worker, `select * from ${relation}`)).rejects.toMatchObject(refused);
    }
    await expect(query(worker, 'delete from mailbox.schema_version')).rejects.toMatchObject(refused);
    await expect(query(worker, 'create table public.mine ()')).rejects.toMatchObject(refused);
    await expect(query(worker, 'create table mailbox.mine ()')).rejects.toMatchObject(refused);
    await expect(query(worker, `create role ${name('friend')}`)).rejects.toMatchObject(refused);
  });

  it('gets the password of the last migration, and may be made by several at once', async () => {
    const database = await newDatabase();
    const user = name('shard');
    const [first, second] = ['first', 'second'].map((password) => urlOf({ database, user, password })) as [
      string,
      string,
    ];
    const runs = await Promise.all([1, 2, 3].map(() => migrate(urlOf({ database }), first)));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await migrate(urlOf({ database }), second)).toEqual({ code: 0, said: 'the database is up to date' });
    await query(second, 'select from mailbox.account');
    await expect(query(first, 'select 1')).rejects.toThrow('authentication failed');
  });

  it('is never a user that is there for something else', async () => {
    const database = await newDatabase();
    const user = name('somebody');
    await query(server.url, `create role ${user} login password 'pw'`);
    for (const taken of [urlOf({ database, user, password: 'other' }), urlOf({ database })]) {
      expect(await migrate(urlOf({ database }), taken)).toMatchObject({
        code: 1,
        said: expect.stringContaining("exists and is no worker's"),
      });
    }
    await query(urlOf({ database, user, password: 'pw' }), 'select 1');
  });
});
