import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Account } from './account.js';

const run = promisify(execFile);

/** Nothing of our environment, secrets least of all, belongs into the server; Windows can not start a program without it. */
export const SERVER_ENV: NodeJS.ProcessEnv | undefined =
  process.platform === 'win32' ? undefined : { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' };

/** Runs a program as the account until it ends; throws with what it wrote to standard error. */
export async function runAs(account: Account, program: string, args: string[], limitMs: number): Promise<void> {
  const { program: file, args: all, ...ids } = account.command(program, args);
  await run(file, all, { ...ids, env: SERVER_ENV, cwd: '/', timeout: limitMs, windowsHide: true });
}
