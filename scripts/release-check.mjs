// npm run release:check: whether what lies here can be released. Says all that is wrong, and ends with 1 when anything is.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build-if-stale.mjs';
import * as rules from './release-rules.mjs';

/** An audit asks a registry; the others build at most. */
const LIMIT_MS = 300_000;
const DOCUMENTS = ['openapi.json', 'openapi-worker.json'];

const text = (path) => readFileSync(join(ROOT, path), 'utf8');
const json = (path) => JSON.parse(text(path));
const manifest = json('package.json');
const lock = json('package-lock.json');
const { version } = manifest;

const checks = {
  'the work tree is clean': () => outcome('git', ['status', '--porcelain'], ({ stdout }) => stdout.trim() !== ''),
  'the changelog tells of this version': () => rules.changelogComplaints(text('CHANGELOG.md'), version),
  'the documents have this version': () =>
    rules.documentComplaints(Object.fromEntries(DOCUMENTS.map((path) => [path, json(path)])), version),
  'the OpenAPI documents are current': () => current('openapi'),
  'the TypeScript client is current': () => current('client'),
  'the Postman collection is current': () => current('postman'),
  'the list of licences is current': () => current('licences'),
  'the lock fits': () => rules.lockComplaints(manifest, lock),
  'dependencies are pinned': () => rules.pinComplaints(manifest),
  'licences are known': () => rules.licenceComplaints(rules.productionPackages(lock)),
  'no known holes in dependencies': audit,
};

let failed = 0;
for (const [what, check] of Object.entries(checks)) {
  const complaints = check();
  if (complaints.length > 0) failed++;
  process.stdout.write(`${complaints.length > 0 ? 'WRONG' : 'ok   '} ${what}\n`);
  for (const complaint of complaints) process.stdout.write(`      ${complaint}\n`);
}
process.stdout.write(failed > 0 ? `${version} can not be released: ${failed} wrong\n` : `${version} can be released\n`);
process.exitCode = failed > 0 ? 1 : 0;

function current(script) {
  return outcome(process.execPath, [`scripts/${script}.mjs`, '--check']);
}

function audit() {
  return outcome(process.execPath, ['scripts/audit.mjs']);
}

/** What the program wrote, when it failed. */
function outcome(program, args, hasFailed = ({ status }) => status !== 0) {
  const run = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', timeout: LIMIT_MS });
  if (run.error) return [`${program} could not be run: ${run.error.message}`];
  if (!hasFailed(run)) return [];
  return `${run.stdout}${run.stderr}`.trim().split('\n').slice(0, 20);
}
