// npm run openapi: writes what the built product says of its HTTP surfaces. With --check it only compares, and fails when a file is old.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { buildIfStale, fail, requireNodeAndPackages, ROOT } from './build-if-stale.mjs';

const FILES = { gateway: 'openapi.json', worker: 'openapi-worker.json' };
const LIMIT = { timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };

requireNodeAndPackages();
buildIfStale();
const onlyCheck = process.argv.includes('--check');
const old = [];
for (const [role, name] of Object.entries(FILES)) {
  const file = join(ROOT, name);
  const text = await documentOf(role, file);
  if (text === read(file)) continue;
  if (onlyCheck) old.push(name);
  else writeFileSync(file, text);
}
if (old.length > 0) fail(`${old.join(' and ')} is not what the routes say. Run: npm run openapi`);

async function documentOf(role, file) {
  const program = join(ROOT, 'dist', 'print-openapi.js');
  const json = execFileSync(process.execPath, [program, role], { cwd: ROOT, encoding: 'utf8', ...LIMIT });
  return format(json, { ...(await resolveConfig(file)), filepath: file });
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
