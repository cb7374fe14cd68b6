// Programs that tests need and that npm does not bring: on Debian, as root, they are installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const INSTALL_LIMIT_MS = 300_000;
/** Two test files may need something at once, and apt does not wait. */
const TURNS = join(tmpdir(), 'wagate-packages.lock');

/** Whether the package is installed now. False where that can not be done. */
export function installPackage(name) {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return false;
  process.stderr.write(`The package ${name} is needed and not there: installing it\n`);
  // RUNLEVEL=1 keeps the package from starting a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = { env, stdio: 'ignore', timeout: INSTALL_LIMIT_MS };
  const apt = (...args) => spawnSync('flock', [TURNS, 'apt-get', ...args], options).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', name);
  return install() || (apt('update') && install());
}
