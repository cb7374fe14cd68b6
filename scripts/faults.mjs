// npm run test:faults [-- --kills N] [-- --seed N]: the long run of the fault tests. Prints each fault, at the end the figures; the
// exit code is not 0 when anything was lost, doubled, undecryptable or out of order.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale, fail, requireNodeAndPackages, ROOT } from './build-if-stale.mjs';

const DEFAULT_KILLS = 200;
const MAX_SEED = 2 ** 31;

const { kills, seed } = readOptions();
requireNodeAndPackages();
buildIfStale();

const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const run = ['--no-warnings=ExperimentalWarning', '--experimental-vm-modules', jest, '--runInBand'];
const { status } = spawnSync(process.execPath, [...run, '--selectProjects', 'faults', '--', 'faults.spec'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, FAULTS_KILLS: String(kills), FAULTS_SEED: String(seed) },
});
process.exitCode = status ?? 1;

function readOptions() {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
  const number = (name, value, otherwise) => {
    const read = value === undefined ? otherwise : Number(value);
    return Number.isInteger(read) && read >= 0 ? read : fail(`--${name} must be a whole number.`);
  };
  return {
    kills: number('kills', values.kills, DEFAULT_KILLS),
    seed: number('seed', values.seed, randomInt(MAX_SEED)),
  };
}
