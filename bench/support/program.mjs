import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 15_000;

/** A program of this repository as a child process. Nothing of our environment but PATH and HOME reaches it. */
export class Program {
  /** `ipc`: talk to it by messages; else its output is on `child.stdout`. What it writes to stderr comes out on ours. */
  constructor(script, { args = [], env = {}, nodeArgs = [], ipc = false } = {}) {
    const { PATH = '', HOME = '' } = process.env;
    this.name = script;
    this.child = spawn(process.execPath, [...nodeArgs, script, ...args], {
      env: { PATH, HOME, ...env },
      stdio: ['ignore', ipc ? 2 : 'pipe', 'inherit', ...(ipc ? ['ipc'] : [])],
      ...(ipc && { serialization: 'advanced' }),
    });
    this.exited = once(this.child, 'exit');
  }

  get pid() {
    return this.child.pid;
  }

  get hasEnded() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Its first line of output, parsed. */
  async firstLine() {
    const signal = AbortSignal.timeout(START_LIMIT_MS);
    const [line] = await once(this.child.stdout.setEncoding('utf8'), 'data', { signal });
    return JSON.parse(line);
  }

  /** Asks it to end and waits; what does not end in time is killed. */
  async end() {
    if (this.hasEnded) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_LIMIT_MS);
    await this.exited;
    clearTimeout(timer);
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
