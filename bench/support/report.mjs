import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { chart } from './chart.mjs';

export const RESULTS = join('bench', 'results');

/**
 * A line of a row: `what` was measured in `unit`, the figure of the `gateway`, that of the `baseline` (plain Baileys, unless the row
 * says otherwise), and the goal for the gateway, as `{ atMost }` or `{ atLeast }`. Baseline and goal may be missing, and with floors the
 * gateway.
 * @typedef {{ what: string, unit: string, gateway?: number, baseline?: number, goal?: { atMost?: number, atLeast?: number } }} Line
 */

/** What the figures depend on. */
export function machine() {
  const [cpu] = cpus();
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: loadavg().map((load) => Number(load.toFixed(2))),
  };
}

/** The state of the product that was measured; undefined where there is no git. */
export function commit() {
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%h', '--', 'src', 'migrations'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

export function markdown({ startedAt, quick, product, before, after, rows }) {
  const { node, cpu, cores, memoryGb } = before;
  return [
    `# Benchmark of ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC${quick ? ', quick' : ''}`,
    '',
    ...(product ? [`Product as of commit ${product}.`] : []),
    `Node.js ${node}, ${cores} cores (${cpu}), ${memoryGb} GB. Load average before: ${before.load.join(' ')}; after: ${after.load.join(' ')}.`,
    'Everything runs on this one machine, the load generator and the simulated WhatsApp too: read the ratios, not the figures.',
    'The baseline is plain Baileys with its keys in memory, which stores nothing, in the same run; for `accept` a bare insert, for `floors`\n' +
      'the machine itself.',
    '',
    '| row | what | ratio to baseline | gateway | baseline | unit | goal | met |',
    '| --- | --- | ---: | ---: | ---: | --- | --- | --- |',
    ...rows.flatMap(({ name, lines }) => lines.map((line) => tableLine(name, line))),
    '',
  ].join('\n');
}

function tableLine(name, { what, unit, gateway, baseline, goal }) {
  const ratio = baseline === undefined || gateway === undefined ? '' : `${short(gateway / baseline)} ×`;
  return `| ${[name, what, ratio, short(gateway), short(baseline), unit, ...judged(gateway, goal)].join(' | ')} |`;
}

/** The goal in words, and whether it is met. */
export function judged(value, { atMost, atLeast } = {}) {
  if (atMost !== undefined) return [`≤ ${atMost}`, value <= atMost ? 'yes' : 'no'];
  if (atLeast !== undefined) return [`≥ ${atLeast}`, value >= atLeast ? 'yes' : 'no'];
  return ['', ''];
}

/** Three digits that mean something. */
export function short(value) {
  if (value === undefined) return '';
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** Writes the report for people, for programs and as a chart; gives the name of the first. */
export function keep(report, folder = RESULTS) {
  const name = report.startedAt.toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  const file = join(folder, `${name}${report.quick ? '-quick' : ''}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${file}.svg`, chart(report));
  writeFileSync(`${file}.md`, markdown(report));
  return `${file}.md`;
}
