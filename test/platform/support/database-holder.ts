import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { treeFor } from './reachable-copy.js';

/** A child process that uses the embedded database of `dataDir`, like a gateway does. */
export interface Holder {
  url: string;
  port: number;
  /** The server's process. */
  pid: number;
  adopted: boolean;
  /** Ends the holder without giving it a chance to do anything. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const children = new Set<ChildProcess>();

/** Throws what the child could not do. `uid` runs it as another user. */
export async function holdDatabase(dataDir: string, uid?: number): Promise<Holder> {
  const ids = uid === undefined ? {} : { uid, gid: uid };
  const { script, built } = treeFor(uid);
  const child = spawn(process.execPath, [script, built, dataDir], {
    ...ids,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  const died = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the holder ended with ${code}`)));
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), died])) as [string];
  died.catch(() => undefined);
  const facts = JSON.parse(line) as Holder & { error?: string };
  if (facts.error) throw new Error(facts.error);
  const end = (signal: NodeJS.Signals) => async () => {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return { ...facts, kill: end('SIGKILL'), stop: end('SIGTERM') };
}

/** Stops whatever a test left running. */
export async function stopHolders(): Promise<void> {
  await Promise.all(
    [...children].map(async (child) => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }),
  );
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
