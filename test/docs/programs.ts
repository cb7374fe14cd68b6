import { spawnSync } from 'node:child_process';
import { installPackage } from '../../scripts/debian-package.mjs';

/** What the pages use, and the package of Debian that has it. */
const PACKAGES = {
  curl: 'curl',
  go: 'golang-go',
  jq: 'jq',
  openssl: 'openssl',
  php: 'php-cli',
  python3: 'python3',
};

/** Installs what is missing, where that can be done; fails with the names of what is not there. */
export function needPrograms(): void {
  const missing = Object.entries(PACKAGES).filter(([program, name]) => !isHere(program) && !installPackage(name));
  if (missing.length === 0) return;
  const names = missing.map(([program]) => program).join(', ');
  throw new Error(`The commands of the documentation need ${names} on the PATH (apt install, brew install).`);
}

function isHere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
