// Draws a Grafana dashboard of ours as one HTML page: panels in their grid, charts as SVG.
const COLORS = ['#7eb26d', '#eab839', '#6ed0e0', '#ef843c', '#e24d42', '#5195ce', '#ba43a9', '#a393eb', '#b8c4cc'];
const COLUMN = 66;
const ROW = 34;
const GAP = 8;

/**
 * @param {string} title
 * @param {{panel: {type: string, title: string, gridPos: object, fieldConfig?: object}, series: {name: string, points: [number, number][]}[]}[]} drawn
 */
export function dashboardPage(title, drawn) {
  const height = Math.max(...drawn.map(({ panel: { gridPos } }) => (gridPos.y + gridPos.h) * ROW)) + 70;
  const size = { width: 24 * COLUMN + GAP, height };
  const style = `body{margin:0;background:#111217;color:#ccccdc;font:13px sans-serif;width:${size.width}px;height:${height}px;position:relative}
    h1{font-size:20px;margin:0;padding:16px} .p{position:absolute;background:#181b1f;border:1px solid #2b2f36;border-radius:3px;overflow:hidden}
    .t{padding:6px 10px;font-weight:600} .r{position:absolute;font-weight:600;padding-left:10px} .n{text-align:center;font-size:34px;font-weight:600}
    .l{padding:0 10px;font-size:11px;white-space:nowrap} i{display:inline-block;width:10px;height:3px;margin:0 4px 3px 8px} text{fill:#8e8e99;font:10px sans-serif}`;
  const body = drawn.map(({ panel, series }) => placed(panel, series)).join('\n');
  const html = `<!doctype html><meta charset="utf-8"><title>${title}</title><style>${style}</style><h1>${title}</h1>${body}`;
  return { html, ...size };
}

function placed(panel, series) {
  const { x, y, w, h } = panel.gridPos;
  const [width, height] = [w * COLUMN - GAP, h * ROW - GAP];
  const at = `left:${x * COLUMN + GAP}px;top:${y * ROW + 60}px;width:${width}px`;
  if (panel.type === 'row') return `<div class="r" style="${at}">${escaped(panel.title)}</div>`;
  const content = panel.type === 'stat' ? number(panel, series) : chart(panel, series, width, height - 62);
  return `<div class="p" style="${at};height:${height}px"><div class="t">${escaped(panel.title)}</div>${content}</div>`;
}

function number({ fieldConfig }, series) {
  const { unit, thresholds } = fieldConfig.defaults;
  const value = series[0]?.points.at(-1)?.[1];
  if (value === undefined) return '<div class="n" style="color:#8e8e99">no data</div>';
  const step = thresholds.steps.findLast((each) => each.value === null || value >= each.value);
  return `<div class="n" style="color:${step?.color === 'red' ? '#f2495c' : '#73bf69'}">${inUnit(value, unit)}</div>`;
}

function chart({ fieldConfig }, series, width, height) {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) return '<div class="l">no data</div>';
  const [left, bottom] = [56, 18];
  const [from, to] = [Math.min(...points.map(([t]) => t)), Math.max(...points.map(([t]) => t))];
  const top = Math.max(...points.map(([, value]) => value)) * 1.1 || 1;
  const X = (t) => left + ((t - from) / Math.max(1, to - from)) * (width - left - 12);
  const Y = (value) => height - bottom - (value / top) * (height - bottom - 8);
  const grid = [0, 0.5, 1].map((part) => {
    const value = part * (top / 1.1);
    return `<line x1="${left}" x2="${width - 12}" y1="${Y(value)}" y2="${Y(value)}" stroke="#2b2f36"/>
      <text x="${left - 6}" y="${Y(value) + 3}" text-anchor="end">${inUnit(value, fieldConfig.defaults.unit)}</text>`;
  });
  const times = [from, (from + to) / 2, to].map(
    (t, place) =>
      `<text x="${X(t)}" y="${height - 4}" text-anchor="${['start', 'middle', 'end'][place]}">${clock(t)}</text>`,
  );
  const lines = series.map(({ points: own }, at) => {
    const path = own.map(([t, value]) => `${X(t).toFixed(1)},${Y(value).toFixed(1)}`).join(' ');
    return `<polyline fill="none" stroke-width="1.6" stroke="${COLORS[at % COLORS.length]}" points="${path}"/>`;
  });
  const legend = series.map(
    ({ name }, at) => `<i style="background:${COLORS[at % COLORS.length]}"></i>${escaped(name)}`,
  );
  return `<svg width="${width}" height="${height}">${grid.join('')}${times.join('')}${lines.join('')}</svg><div class="l">${legend.join('')}</div>`;
}

function inUnit(value, unit) {
  const short = (n) => (n >= 100 || Number.isInteger(n) ? n.toFixed(0) : n.toPrecision(2));
  if (unit === 's') return value === 0 ? '0' : value < 1 ? `${short(value * 1000)} ms` : `${short(value)} s`;
  if (unit === 'bytes') return `${short(value / 2 ** 20)} MB`;
  if (unit === 'percentunit') return `${short(value * 100)} %`;
  return unit === 'short' ? short(value) : `${short(value)}/s`;
}

const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19);
const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
