// A chart of a report: every line with a goal as a bar, how far it is from that goal. SVG, without a library.

const WIDTH = 960;
const LABEL = 430;
const VALUE = 150;
const ROW = 22;
const TOP = 56;
/** What a bar may show: a hundredth of the goal to ten times. */
const [LEAST, MOST] = [0.01, 10];
const STYLE =
  'text{font:13px system-ui,sans-serif;fill:#333}.small{font-size:11px;fill:#777}.met{fill:#2e9e5b}.missed{fill:#d9822b}' +
  '.grid{stroke:#ddd}.goal{stroke:#333;stroke-dasharray:4 3}.bare{stroke:#3366cc;stroke-width:3}' +
  '@media(prefers-color-scheme:dark){text{fill:#ddd}.small{fill:#999}.grid{stroke:#444}.goal{stroke:#ddd}}';

/** The chart as SVG. A bar that ends left of the dashed line has met its goal; the blue mark is the baseline. */
export function chart({ startedAt, quick, rows }) {
  const lines = rows.flatMap(({ lines }) => lines.filter(({ goal, gateway }) => goal && Number.isFinite(gateway)));
  const height = TOP + lines.length * ROW + 20;
  const day = startedAt.toISOString().slice(0, 10);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`,
    `<style>${STYLE}</style>`,
    `<text x="8" y="20">Benchmark of ${day}${quick ? ', quick' : ''}: share of the goal that is used up, on a logarithmic scale</text>`,
    `<text x="8" y="40" class="small">left of the dashed line: goal met; blue mark: plain Baileys</text>`,
    ...[0.01, 0.1, 1, 10].map((share) => gridLine(share, height)),
    ...lines.map(bar),
    '</svg>',
    '',
  ].join('\n');
}

function gridLine(share, height) {
  const x = at(share);
  const name = share === 1 ? 'goal' : `${share} ×`;
  return (
    `<line x1="${x}" x2="${x}" y1="${TOP - 6}" y2="${height - 12}" class="${share === 1 ? 'goal' : 'grid'}"/>` +
    `<text x="${x}" y="${TOP - 10}" class="small" text-anchor="middle">${name}</text>`
  );
}

function bar({ what, unit, gateway, baseline, goal }, index) {
  const y = TOP + index * ROW;
  const share = shareOf(gateway, goal);
  const bare = baseline === undefined ? '' : mark(shareOf(baseline, goal), y);
  const value = `${Number(gateway.toPrecision(3))} ${unit}`;
  return (
    `<text x="8" y="${y + 15}">${escape(what)}</text>` +
    `<rect x="${at(LEAST)}" y="${y + 4}" width="${(at(share) - at(LEAST)).toFixed(1)}" height="${ROW - 8}" class="${share <= 1 ? 'met' : 'missed'}"/>` +
    `${bare}<text x="${WIDTH - 8}" y="${y + 15}" text-anchor="end">${escape(value)}</text>`
  );
}

function mark(share, y) {
  return `<line x1="${at(share)}" x2="${at(share)}" y1="${y + 2}" y2="${y + ROW - 2}" class="bare"/>`;
}

/** 1 is the goal, less is better. */
function shareOf(value, { atMost, atLeast }) {
  if (atMost === undefined) return atLeast / value;
  if (atMost === 0) return value === 0 ? LEAST : MOST;
  return value / atMost;
}

function at(share) {
  const bounded = Math.min(MOST, Math.max(LEAST, share));
  const part = Math.log10(bounded / LEAST) / Math.log10(MOST / LEAST);
  return Number((LABEL + part * (WIDTH - LABEL - VALUE)).toFixed(1));
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
