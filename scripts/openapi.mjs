// npm run openapi: writes what the built product says of its HTTP surfaces. With --check it only compares.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { buildIfStale, requireNodeAndPackages, ROOT } from './build-if-stale.mjs';
import { keepCurrent } from './keep-current.mjs';

const LIMIT = { timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };

requireNodeAndPackages();
buildIfStale();
const texts = {
  'openapi.json': await documentOf('gateway', 'openapi.json'),
  'openapi-worker.json': await documentOf('worker', 'openapi-worker.json'),
};
keepCurrent(texts, 'Run: npm run openapi');

async function documentOf(role, path) {
  const program = join(ROOT, 'dist', 'print-openapi.js');
  const json = execFileSync(process.execPath, [program, role], { cwd: ROOT, encoding: 'utf8', ...LIMIT });
  const filepath = join(ROOT, path);
  return format(json, { ...(await resolveConfig(filepath)), filepath });
}
