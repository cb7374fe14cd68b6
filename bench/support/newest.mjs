// The table of the README: of each row the newest full run, and of it the lines that have a goal.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { judged, RESULTS, short } from './report.mjs';

const BEGIN = '<!-- newest benchmark -->';
const END = '<!-- end of newest benchmark -->';

/** Puts the table into the README, where the last one stands. */
export async function updateReadme(file = 'README.md') {
  writeFileSync(file, await withNewestTable(readFileSync(file, 'utf8')));
}

/** The text of the README with the table of today. */
export async function withNewestTable(text) {
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest.split(END);
  const whole = `${before}${BEGIN}\n\n${newestTable()}\n\n${END}${after}`;
  return format(whole, { ...(await resolveConfig('README.md')), filepath: 'README.md' });
}

function newestTable() {
  const lines = newestRows().flatMap(({ day, lines }) =>
    lines.filter(({ goal }) => goal).map((line) => ({ day, ...line })),
  );
  return [
    '| what | WaGate | plain Baileys | | goal | met | measured |',
    '| --- | ---: | ---: | --- | --- | --- | --- |',
    ...lines.map(({ what, unit, gateway, baseline, goal, day }) => {
      const [wanted, met] = judged(gateway, goal);
      return `| ${[what, short(gateway), short(baseline), unit, wanted, met, day].join(' | ')} |`;
    }),
  ].join('\n');
}

function newestRows() {
  const newest = new Map();
  for (const name of readdirSync(RESULTS)
    .filter((each) => /^[\d-]+\.json$/.test(each))
    .sort()) {
    const { startedAt, rows } = JSON.parse(readFileSync(join(RESULTS, name), 'utf8'));
    for (const row of rows) newest.set(row.name, { ...row, day: startedAt.slice(0, 10) });
  }
  return [...newest.values()];
}
