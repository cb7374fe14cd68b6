// node scripts/render-dashboard.mjs [--seconds 120] [--out docs/images/monitoring.png]: draws the dashboard from live data. It runs
// the product and the sandbox, lets some traffic pass, has Prometheus evaluate the panels and Chromium take the picture. Needs
// `prometheus` and `chromium` on the PATH (Debian has both); Grafana is not needed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildIfStale, requireNodeAndPackages } from './build-if-stale.mjs';
import { dashboardPage } from './dashboard-page.mjs';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    out: { type: 'string', default: 'docs/images/monitoring.png' },
  },
});
const SESSIONS = 6;
const SCRAPE_SECONDS = 2;
const START_LIMIT_MS = 60_000;
const RATE_INTERVAL = '20s';

requireNodeAndPackages();
buildIfStale();
const folder = mkdtempSync(join(tmpdir(), 'wagate-dashboard-'));
const children = [];
try {
  await render();
} finally {
  for (const child of children.reverse()) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

async function render() {
  const sandbox = await started(process.execPath, ['dist/sandbox/main.js', '--port', '0'], {}, ({ url }) => url);
  const gateway = await started(
    process.execPath,
    ['dist/main.js'],
    productEnv(sandbox.wsUrl),
    ({ msg }) => msg === 'ready',
  );
  const prometheus = await startPrometheus(new URL(gateway.url).port);
  const receiver = createServer((request, answer) => {
    request.resume().on('end', () => answer.writeHead(Math.random() < 0.03 ? 500 : 200).end());
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const startedAt = Date.now() / 1000;
  await traffic(gateway.url, sandbox.url, `http://127.0.0.1:${receiver.address().port}/`);
  receiver.close();
  receiver.closeAllConnections();
  const board = JSON.parse(readFileSync('deploy/compose/dashboards/wagate.json', 'utf8'));
  const drawn = [];
  for (const panel of board.panels) drawn.push({ panel, series: await seriesOf(prometheus, panel, startedAt) });
  picture(dashboardPage(board.title, drawn));
}

function productEnv(WHATSAPP_WS_URL) {
  const quick = { PACING: 'off', EGRESS_ALLOW_PRIVATE: 'true', LOG_FORMAT: 'json', WEBHOOK_SCHEDULE: '0,1,2,5,10' };
  return { ...quick, WHATSAPP_WS_URL, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data') };
}

/** Waits for the line of JSON that `isIt`. */
async function started(program, args, env, isIt) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const timer = setTimeout(() => child.kill(), START_LIMIT_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = line.startsWith('{') ? JSON.parse(line) : {};
    if (!isIt(said)) continue;
    clearTimeout(timer);
    child.stdout.resume();
    return said;
  }
  throw new Error(`${args[0]} did not start`);
}

async function startPrometheus(port) {
  const config = join(folder, 'prometheus.yml');
  const target = `{ job_name: gateway, static_configs: [{ targets: ['127.0.0.1:${port}'], labels: { instance: wagate } }] }`;
  writeFileSync(config, `global: { scrape_interval: ${SCRAPE_SECONDS}s }\nscrape_configs: [${target}]\n`);
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = `127.0.0.1:${probe.address().port}`;
  probe.close();
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=${address}`,
  ];
  const child = spawn('prometheus', args, { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  for (const until = Date.now() + START_LIMIT_MS; Date.now() < until; await sleep(200)) {
    const ready = await fetch(`http://${address}/-/ready`).catch(() => undefined);
    if (ready?.ok) return `http://${address}`;
  }
  throw new Error('prometheus is not ready');
}

async function traffic(gateway, sandbox, webhook) {
  const call = async (base, path, body, headers = {}, method = 'POST') => {
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(base + path, { method, headers: { 'content-type': type, ...headers }, body: sent });
    return answer.json();
  };
  const api = `${gateway}/api/v1`;
  const user = await call(api, '/auth/register', { email: 'you@example.org', password: 'a long password' });
  const signed = { authorization: `Bearer ${user.accessToken}` };
  const chats = [];
  for (let n = 0; n < SESSIONS; n++) {
    await call(api, '/sessions', { sessionId: `s${n}` }, signed);
    const { qr } = await call(api, `/sessions/s${n}/connect`, {}, signed);
    const { phoneNumber } = await call(sandbox, '/admin/mock-phone/scan-qr', qr);
    chats.push({ session: `s${n}`, phone: phoneNumber, contact: await call(sandbox, '/contacts', {}) });
  }
  await call(api, '/webhooks', { url: webhook }, signed);
  const until = Date.now() + Number(options.seconds) * 1000;
  for (let turn = 0; Date.now() < until; turn++) {
    const { session, phone, contact } = chats[turn % chats.length];
    await call(api, `/sessions/${session}/messages`, { to: contact.jid, type: 'text', text: `out ${turn}` }, signed);
    await call(sandbox, `/contacts/${contact.phoneNumber}/messages`, { to: phone, text: `in ${turn}` });
    if (turn % 97 === 50) await call(sandbox, `/phones/${phone}/faults`, { kind: 'drop' });
    await sleep(100 + 150 * (1 + Math.sin(turn / 40)));
  }
}

/** Each target of a panel over the time of the traffic. */
async function seriesOf(prometheus, { targets = [] }, startedAt) {
  const found = [];
  for (const { expr, legendFormat } of targets) {
    const query = expr.replaceAll('$__rate_interval', RATE_INTERVAL);
    const range = { query, start: String(startedAt), end: String(Date.now() / 1000), step: String(SCRAPE_SECONDS) };
    const answer = await (await fetch(`${prometheus}/api/v1/query_range?${new URLSearchParams(range)}`)).json();
    if (answer.status !== 'success') throw new Error(`${query}: ${answer.error}`);
    for (const { metric, values } of answer.data.result) {
      const name = legendFormat.replace(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? '');
      const points = values.map(([at, value]) => [at, Number(value)]).filter(([, value]) => Number.isFinite(value));
      if (points.length > 0) found.push({ name, points });
    }
  }
  return found;
}

function picture({ html, width, height }) {
  const page = join(folder, 'page.html');
  writeFileSync(page, html);
  mkdirSync(dirname(options.out), { recursive: true });
  const flags =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --hide-scrollbars';
  const own = [
    `--user-data-dir=${join(folder, 'chromium')}`,
    `--window-size=${width},${height}`,
    `--screenshot=${options.out}`,
  ];
  const { status, stderr } = spawnSync('chromium', [...flags.split(' '), ...own, `file://${page}`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`chromium: ${stderr}`);
  process.stdout.write(`${options.out}\n`);
}
