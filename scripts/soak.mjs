// npm run soak [-- --minutes N] [-- --sessions N] [-- --seed N]: a cluster under traffic of every kind, with mishaps at random. Tells each of
// them, at the end the slope of memory, the handles, and what was lost, doubled or out of order; the exit code is not 0 when anything was.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale, fail, requireNodeAndPackages, ROOT } from './build-if-stale.mjs';

const DEFAULTS = { minutes: 10, sessions: 100, seed: randomInt(2 ** 31) };

const options = readOptions();
if (!existsSync('/proc/self/status')) fail('The soak reads memory and handles from /proc: it runs on Linux only.');
requireNodeAndPackages();
buildIfStale();

const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const run = ['--no-warnings=ExperimentalWarning', '--experimental-vm-modules', jest, '--runInBand'];
const { status } = spawnSync(process.execPath, [...run, '--selectProjects', 'soak', '--', 'soak.spec'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: {
    ...process.env,
    SOAK_MINUTES: String(options.minutes),
    SOAK_SESSIONS: String(options.sessions),
    SOAK_SEED: String(options.seed),
  },
});
process.exitCode = status ?? 1;

function readOptions() {
  const text = { type: 'string' };
  const { values } = parseArgs({ options: { minutes: text, sessions: text, seed: text } });
  return Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, otherwise]) => [name, number(name, values[name], otherwise)]),
  );
}

function number(name, given, otherwise) {
  const read = given === undefined ? otherwise : Number(given);
  const isRight = name === 'minutes' ? read > 0 && Number.isFinite(read) : Number.isInteger(read) && read >= 0;
  return isRight ? read : fail(`--${name} must be a ${name === 'minutes' ? '' : 'whole '}number.`);
}
