// Builds the product when `dist` is missing or older than what it is made of. Shared by `npm start` and `npm test`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = join(ROOT, 'dist', 'main.js');
const NEST = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
const PAGES = ['vite.config.ts', 'vite.phone.config.ts'].map((name) => join('dashboard', name));
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');

/** Ends the process with a sentence when this machine can not run the product at all. */
export function requireNodeAndPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`WaGate needs Node.js 20.19 or newer; this is ${process.versions.node}. Get it from https://nodejs.org.`);
  }
  if (!existsSync(join(ROOT, 'node_modules', '@nestjs', 'core'))) {
    fail('The packages are not installed yet. Run: npm ci');
  }
}

/** Builds when needed; ends the process when the build fails. */
export function buildIfStale() {
  if (!isStale()) return;
  if (!existsSync(NEST)) fail('There is no build, and the packages to make one are not installed. Run: npm ci');
  process.stdout.write('Building WaGate ...\n');
  const isDone = (...command) => spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' }).status === 0;
  // The pages come after the programs: building those empties the folder.
  if (isDone(NEST, 'build') && PAGES.every((config) => isDone(VITE, 'build', '--config', config, '--logLevel', 'warn')))
    return;
  // The compiler writes files in spite of errors; they must not pass for a good build the next time.
  rmSync(MAIN, { force: true });
  fail('The build failed.');
}

function isStale() {
  if (!existsSync(MAIN)) return true;
  if (!existsSync(join(ROOT, 'src'))) return false;
  const builtAt = statSync(MAIN).mtimeMs;
  return sources().some((file) => statSync(file).mtimeMs > builtAt);
}

function sources() {
  const folders = ['src', 'migrations', 'dashboard'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const files = readdirSync(ROOT).filter((name) => /^(package|nest-cli|tsconfig.*)\.json$/.test(name));
  return [...folders, ...files.map((name) => join(ROOT, name))];
}

export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
