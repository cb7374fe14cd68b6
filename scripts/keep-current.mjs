// Files that are made from others: written, or with --check only compared.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ROOT } from './build-if-stale.mjs';

/** `texts` by their paths in the repository. With `--check` the process ends with `advice` when a file differs. */
export function keepCurrent(texts, advice) {
  const old = Object.entries(texts).filter(([path, text]) => read(join(ROOT, path)) !== text);
  if (!process.argv.includes('--check')) {
    for (const [path, text] of old) write(join(ROOT, path), text);
    return;
  }
  if (old.length > 0) fail(`${old.map(([path]) => path).join(' and ')}: not current. ${advice}`);
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
