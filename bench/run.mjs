// npm run bench [-- row ...] [--quick] [--profile FOLDER] [--out FOLDER]: measures the built gateway beside plain Baileys, on one simulated
// WhatsApp, in one run. Prints a table and keeps it, with a chart, in bench/results (or --out); the README shows the newest. Another row
// is a file with `export const row = { name, run(context) }`, named in ROWS; `run` gives lines as described in support/report.mjs.
import { parseArgs } from 'node:util';
import { buildIfStale, fail, requireNodeAndPackages, ROOT } from '../scripts/build-if-stale.mjs';
import { row as accept } from './accept.mjs';
import { row as active } from './active.mjs';
import { row as boot } from './boot.mjs';
import { row as connect } from './connect.mjs';
import { row as failover } from './failover.mjs';
import { row as floors } from './floors.mjs';
import { row as groups } from './groups.mjs';
import { row as history } from './history.mjs';
import { row as idleMemory } from './idle-memory.mjs';
import { row as scale } from './scale.mjs';
import { row as sends } from './sends.mjs';
import { row as uploads } from './uploads.mjs';
import { row as webhooks } from './webhooks.mjs';
import { Context } from './support/context.mjs';
import { isReadable } from './support/proc.mjs';
import { updateReadme } from './support/newest.mjs';
import { commit, keep, machine, markdown } from './support/report.mjs';

/**
 * In this order, whatever order they are asked for in: each needs at least as many sessions as the one before. The last three have
 * clusters of their own.
 */
const ROWS = [
  ...[floors, uploads, history, accept, groups, webhooks, sends, active, idleMemory, connect],
  ...[boot, failover, scale],
];

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'string' }, out: { type: 'string' } },
});
const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) fail(`No row ${unknown.join(', ')}. There are: ${ROWS.map((row) => row.name).join(', ')}.`);
if (!isReadable) fail('The benchmark reads CPU time and memory from /proc: it runs on Linux only.');
requireNodeAndPackages();
process.chdir(ROOT);
buildIfStale();

const startedAt = new Date();
const before = machine();
const context = await Context.open(options);
const rows = [];
try {
  for (const { name, run } of ROWS.filter((row) => names.length === 0 || names.includes(row.name))) {
    context.say(`${name} ...`);
    rows.push({ name, lines: await run(context) });
  }
} finally {
  await context.close();
}
const report = { startedAt, quick: options.quick, product: commit(), before, after: machine(), rows };
process.stdout.write(markdown(report));
context.say(`kept as ${keep(report, options.out)}`);
if (!options.quick && options.out === undefined) await updateReadme();
