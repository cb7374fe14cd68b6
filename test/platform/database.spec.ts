import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, type INestApplication, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConfigModule, loadConfig } from '../../src/platform/config/index.js';
import {
  commitTogether,
  connectionOptions,
  DatabaseModule,
  pendingMigrations,
  runMigrations,
  transaction,
} from '../../src/platform/database/index.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { HealthModule } from '../../src/platform/health/index.js';
import { createHttpApp } from '../../src/platform/http/index.js';
import { createLogger, LoggingModule } from '../../src/platform/logging/index.js';
import { eventually } from '../support/eventually.js';
import { query } from './support/database-holder.js';

let root: string;
let server: EmbeddedPostgres;
let logged = '';
const log = createLogger({ logLevel: 'debug', logFormat: 'json' }, { write: (line: string) => (logged += line) });

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'wagate-db-'));
  server = await startEmbeddedPostgres({ dataDir: join(root, 'data'), log });
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A database of the test's own, empty. */
async function newDatabase(): Promise<string> {
  const name = `t${randomUUID().replaceAll('-', '')}`;
  await query(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = name;
  return url.href;
}

function newMigrations(files: Record<string, string>): string {
  const folder = mkdtempSync(join(root, 'migrations-'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}

const tables = async (url: string) => {
  const rows = await query(
    url,
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  return rows.map((row) => row['name']).sort();
};

describe('migrations', () => {
  it('bring an empty database to the schema of this version, once', async () => {
    const url = await newDatabase();
    const pending = await pendingMigrations(url);
    expect(pending[0]).toBe('0001-mailbox.sql');
    expect(await runMigrations(url, log)).toEqual(pending);
    expect(await pendingMigrations(url)).toEqual([]);
    expect(await runMigrations(url, log)).toEqual([]);
  });

  it('are applied once when several processes start together', async () => {
    const url = await newDatabase();
    const folder = newMigrations({ '0001-a.sql': 'create table a ()', '0002-b.sql': 'create table b ()' });
    const applied = await Promise.all([1, 2, 3].map(() => runMigrations(url, log, { folder })));
    expect(applied.flat().sort()).toEqual(['0001-a.sql', '0002-b.sql']);
  });

  it('keep what came before a failing one, and nothing of the failing one', async () => {
    const url = await newDatabase();
    const folder = newMigrations({ '0001-a.sql': 'create table a ()', '0002-b.sql': 'create table b (); select 1/0' });
    await expect(runMigrations(url, log, { folder })).rejects.toThrow('division by zero');
    expect(await tables(url)).toEqual(['a', 'migration_hash', 'migrations']);
    expect(await pendingMigrations(url, folder)).toEqual(['0002-b.sql']);
  });

  it('are refused when one was edited after it had been applied', async () => {
    const url = await newDatabase();
    const folder = newMigrations({ '0001-a.sql': 'create table a ()' });
    await runMigrations(url, log, { folder });
    writeFileSync(join(folder, '0001-a.sql'), 'create table a (id integer)');
    writeFileSync(join(folder, '0002-b.sql'), 'create table b ()');
    await expect(runMigrations(url, log, { folder })).rejects.toThrow('0001-a.sql was edited');
    await expect(pendingMigrations(url, folder)).rejects.toThrow('0001-a.sql was edited');
    expect(await tables(url)).not.toContain('b');
  });

  it('are refused when two have one number', async () => {
    const url = await newDatabase();
    const folder = newMigrations({ '0001-a.sql': 'select 1', '0001-b.sql': 'select 1' });
    await expect(runMigrations(url, log, { folder })).rejects.toThrow('number 0001');
  });
});

describe('a transaction', () => {
  let dataSource: DataSource;
  beforeEach(async () => {
    const url = await newDatabase();
    await query(url, 'create table note (text text)');
    dataSource = await new DataSource(connectionOptions(url, 'test', 5)).initialize();
  });
  afterEach(() => dataSource.destroy());

  const notes = () => dataSource.query<{ text: string }[]>('select text from note');

  it('is repeated when another one was in its way, and commits once', async () => {
    let attempts = 0;
    const answer = await transaction(dataSource, async (tx) => {
      await tx.query(`insert into note values ('x')`);
      if (++attempts === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return attempts;
    });
    expect(answer).toBe(2);
    expect(await notes()).toHaveLength(1);
  });

  it('leaves nothing when one of two statements given together fails', async () => {
    const both = transaction(dataSource, (tx) =>
      Promise.all([tx.query(`insert into note values ($1)`, ['x']), tx.query('select 1 / $1::int', [0])]),
    );
    await expect(both).rejects.toThrow('division by zero');
    expect(await notes()).toEqual([]);
  });

  it('gives each of many statements given together its own answer', async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const answers = await transaction(dataSource, (tx) =>
      Promise.all(numbers.map((number) => tx.query('select $1::int as number', [number]))),
    );
    expect(answers.flat()).toEqual(numbers.map((number) => ({ number })));
  });

  it('of statements that need nothing of each other commits them all, or none', async () => {
    const write = (text: string, divisor: number) =>
      commitTogether<[unknown, { one: number }[]]>(dataSource, (tx) => [
        tx.query('insert into note values ($1)', [text]),
        tx.query('select 1 / $1::int as one', [divisor]),
      ]);
    await expect(write('x', 0)).rejects.toThrow('division by zero');
    expect(await notes()).toEqual([]);
    expect((await write('y', 1))[1]).toEqual([{ one: 1 }]);
    expect(await notes()).toEqual([{ text: 'y' }]);
  });

  it('ends with the connection, and the next one finds another', async () => {
    const killed = transaction(dataSource, async (tx) => {
      await tx.query(`insert into note values ('x')`);
      await tx.query('select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(killed).rejects.toThrow();
    expect(await transaction(dataSource, (tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
    expect(await notes()).toEqual([]);
  });

  it('has what is asked often prepared, and still reads it after a migration added a column', async () => {
    const prepared = await transaction(dataSource, async (tx) => {
      for (let times = 0; times < 30; times++) await tx.query('select text from note where text = $1', ['x']);
      await dataSource.query('select 1');
      const rows = await tx.query<{ statement: string }[]>('select statement from pg_prepared_statements');
      return rows.map((row) => row.statement);
    });
    expect(prepared).toEqual(['select text from note where text = $1']);
    await dataSource.query('alter table note add column number integer');
    await dataSource.query('insert into note values ($1, 1)', ['x']);
    expect(await dataSource.query('select text from note where text = $1', ['x'])).toEqual([{ text: 'x' }]);
  });

  it('is not repeated after any other error, and leaves nothing', async () => {
    let attempts = 0;
    const failing = transaction(dataSource, async (tx) => {
      attempts++;
      await tx.query(`insert into note values ('x')`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(attempts).toBe(1);
    expect(await notes()).toHaveLength(0);
  });
});

describe('the health pages', () => {
  let own: EmbeddedPostgres;
  let app: INestApplication;
  let base: string;

  beforeAll(async () => {
    own = await startEmbeddedPostgres({ dataDir: join(root, 'own'), log });
    const config = loadConfig({ DATA_DIR: join(root, 'own') });

    @Controller()
    class Users {
      constructor(private readonly dataSource: DataSource) {}

      @Get('now')
      now() {
        return this.dataSource.query('select now()');
      }
    }

    @Module({
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule.forRoot(log),
        HealthModule,
        DatabaseModule.forRoot(config, own.url),
      ],
      controllers: [Users],
    })
    class AppModule {}

    app = await createHttpApp(AppModule, config, log);
    await app.listen(0, '127.0.0.1');
    base = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    await own.stop();
  });

  const get = async (path: string) => {
    const response = await fetch(`${base}/${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('say who is there and that all is well', async () => {
    expect(await get('health')).toMatchObject({ status: 200, body: { status: 'ok', role: 'all', version: '0.1.0' } });
    expect(await get('live')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await get('ready')).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await get('health/detailed')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: [{ name: 'database', status: 'ok', durationMs: expect.any(Number) as number }] },
    });
  });

  it('take the process out of the rotation while the database is gone, and requests are told to come back', async () => {
    await own.stop();
    const refused = await eventually('a refusal', async () => {
      const answer = await get('ready');
      return answer.status === 503 && answer;
    });
    expect(refused.body).toMatchObject({ code: 'UNAVAILABLE', detail: 'Not working: database.' });
    expect((await get('live')).status).toBe(200);
    expect((await get('health')).status).toBe(200);
    expect(await get('health/detailed')).toMatchObject({ status: 200, body: { status: 'degraded' } });
    expect(await get('now')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  });

  it('say so while the process stops', async () => {
    const { Readiness } = await import('../../src/platform/health/index.js');
    app.get(Readiness).onModuleDestroy();
    const body = await eventually('obstacle', async () => (await get('ready')).body);
    expect(body).toMatchObject({ detail: 'This process is stopping.' });
  });
});

it('writes no password of the database to the log', () => {
  expect(logged).not.toContain(new URL(server.url).password);
});

it('survives a server that dies in the moment in which it lets somebody in', async () => {
  const message = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  const letIn = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))];
  const death = message(
    'E',
    Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'),
  );
  const dying = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([...letIn, death])));
  });
  dying.listen(0, '127.0.0.1');
  await once(dying, 'listening');
  const { port } = dying.address() as AddressInfo;
  const dataSource = new DataSource(connectionOptions(`postgres://wagate@127.0.0.1:${port}/wagate`, 'test', 1));
  await expect(dataSource.initialize()).rejects.toThrow('not queryable');
  dying.close();
});
