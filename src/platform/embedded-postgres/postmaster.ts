import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { isAlive } from './process.js';
import { SERVER_ENV } from './programs.js';

const START_LIMIT_MS = 120_000;
const START_ATTEMPTS = 10;
const RETRY_MS = 500;
const POLL_MS = 20;
const FAST_STOP_LIMIT_MS = 5_000;
const IMMEDIATE_STOP_LIMIT_MS = 3_000;
const LOG_TAIL_BYTES = 1_000;

// One gateway and its pool; a small machine. The log gets no statements and no values: they hold messages and numbers.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

export interface Postmaster {
  pid: number;
  port: number;
}

export interface Site {
  /** The folder of the database files. */
  data: string;
  /** Where the server writes its log. */
  logFile: string;
  binaries: Binaries;
  account: Account;
}

/** The server that runs on these files, ready to take connections; undefined when none does. Waits while one is starting. */
export async function findPostmaster({ data }: Site): Promise<Postmaster | undefined> {
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    const found = readPidFile(data);
    if (!found || !runsOn(data, found.pid)) return undefined;
    if (found.ready) return { pid: found.pid, port: found.port };
    if (performance.now() > deadline) throw new Error(`PostgreSQL (process ${found.pid}) is not ready after 120 s`);
    await delay(POLL_MS);
  }
}

/**
 * Starts the server on `port`, or any free one. A server that was killed leaves its children for a moment, and they keep the
 * next one from starting; so does a port that was taken meanwhile. It is tried again for some seconds.
 */
export async function startPostmaster(site: Site, port?: number): Promise<Postmaster> {
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
    removeStalePidFile(site.data);
    const child = await launch(site, port ?? (await freePort()));
    const started = await untilReadyOrGone(site, child);
    if (started) return started;
    await delay(RETRY_MS);
  }
  throw new Error(`PostgreSQL does not start on ${site.data}. The end of its log:\n${await logTail(site.logFile)}`);
}

/** Clean shutdown; connections are ended. After a limit the hard way, which costs a recovery at the next start. */
export async function stopPostmaster(site: Site, { pid }: Postmaster): Promise<void> {
  if (!runsOn(site.data, pid)) return;
  if (process.platform === 'win32') return stopOnWindows(site);
  process.kill(pid, 'SIGINT');
  if (await isGone(site.data, pid, FAST_STOP_LIMIT_MS)) return;
  process.kill(pid, 'SIGQUIT');
  await isGone(site.data, pid, IMMEDIATE_STOP_LIMIT_MS);
}

/** Windows has no signals; pg_ctl knows the server's named pipe. */
function stopOnWindows({ binaries, data }: Site): void {
  const args = ['stop', '-D', data, '-m', 'fast', '-t', String(FAST_STOP_LIMIT_MS / 1000)];
  execFileSync(binaries.pg_ctl, args, { stdio: 'ignore', windowsHide: true });
}

async function launch(site: Site, port: number): Promise<ChildProcess> {
  const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const { program, args, ...ids } = site.account.command(site.binaries.postgres, ['-D', site.data, ...settings]);
  await rm(site.logFile, { force: true });
  const log = await open(site.logFile, 'w', 0o600);
  try {
    // Detached: Ctrl-C is for us, who stop the server last. Its log is a file, so that it can outlive us.
    const stdio = ['ignore' as const, log.fd, log.fd];
    const child = spawn(program, args, { ...ids, cwd: '/', env: SERVER_ENV, detached: true, stdio, windowsHide: true });
    child.on('error', () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Undefined when the child ended, or somebody else's server holds the files. */
async function untilReadyOrGone(site: Site, child: ChildProcess): Promise<Postmaster | undefined> {
  const deadline = performance.now() + START_LIMIT_MS;
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const found = readPidFile(site.data);
    if (found?.ready && found.pid === child.pid) return { pid: found.pid, port: found.port };
    if (performance.now() > deadline) throw new Error(`PostgreSQL on ${site.data} is not ready after 120 s`);
    await delay(POLL_MS);
  }
  return undefined;
}

/** The lines of postmaster.pid: process, folder, start time, port, socket folder, address, shared memory, state. */
function readPidFile(data: string): (Postmaster & { ready: boolean }) | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** After a crash its process id may be anybody's; PostgreSQL would then refuse to start. */
function removeStalePidFile(data: string): void {
  const found = readPidFile(data);
  if (found && !runsOn(data, found.pid)) rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** True when this process is a server on these files, and not one that got the same id later. */
function runsOn(data: string, pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  try {
    if (existsSync('/proc/self/cwd')) return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(data);
  } catch {
    return false;
  }
}

async function isGone(data: string, pid: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (runsOn(data, pid)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function logTail(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '(there is none)');
  return text.slice(-LOG_TAIL_BYTES).trim();
}
