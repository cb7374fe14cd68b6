// How fast webhooks are delivered, with the receiver on this machine. Needs a build. Prints one line a figure.
// node bench/webhooks.mjs [--backlog 100000] [--rate 100] [--seconds 20]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/platform/embedded-postgres/index.js';

const { values: options } = parseArgs({
  options: {
    backlog: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '20' },
  },
});
const BACKLOG = Number(options.backlog);
const RATE = Number(options.rate);
const SECONDS = Number(options.seconds);
const CHATS = 1_000;
const LIMIT_MS = 900_000;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

const cleanups = [];

function figure(name, value, unit, goal) {
  process.stdout.write(`${JSON.stringify({ name, value, unit, ...(goal !== undefined && { goal }) })}\n`);
}

/** Starts a program and waits for the line of JSON that `pick` takes something from. */
function start(script, args, env, pick) {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.startsWith('{') ? pick(JSON.parse(line)) : undefined;
      if (found !== undefined) resolve(found);
    });
  });
}

async function call(method, url, body, headers = {}) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${JSON.stringify(answer)}`);
  return answer;
}

async function until(what, probe) {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await probe())) {
    if (performance.now() > deadline) throw new Error(`within ${LIMIT_MS} ms there was no ${what}`);
    await sleep(20);
  }
}

/** Takes everything, and remembers what it took when. */
async function startReceiver() {
  const receiver = { count: 0, onEvent: () => {} };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      receiver.count++;
      receiver.onEvent(JSON.parse(body), performance.now());
      response.end();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${server.address().port}/`;
  return receiver;
}

function percentile(sorted, share) {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] * 10) / 10;
}

/** A receiver was away while events came; then it is back. */
async function benchBacklog({ api, auth, sql, receiver }) {
  await call('POST', `${api}/sessions`, { sessionId: 'backlog' }, auth);
  const wish = { url: receiver.url, sessionId: 'backlog', events: ['message.received'] };
  const { id } = await call('POST', `${api}/webhooks`, wish, auth);
  await call('PATCH', `${api}/webhooks/${id}`, { active: false }, auth);
  const ingestFrom = performance.now();
  await sql.query(
    `insert into mailbox.inbox (session_id, kind, payload)
     select 'backlog', 'message.received', jsonb_build_object(
       'messageId', 'M' || n, 'fromMe', false, 'chat', chat, 'from', chat, 'to', '628999@s.whatsapp.net', 'fromLid', null,
       'pushName', 'Bench', 'timestamp', 1768473000 + n, 'content', jsonb_build_object('type', 'text', 'text', 'message ' || n))
     from generate_series(1, $1::int) n, lateral (select 628000000 + n % $2 || '@s.whatsapp.net' as chat) c`,
    [BACKLOG, CHATS],
  );
  const logged = async () => (await sql.query('select coalesce(max(sequence), 0)::int as n from event')).rows[0].n;
  await until('log', async () => (await logged()) >= BACKLOG);
  figure('facts ingested', Math.round(BACKLOG / ((performance.now() - ingestFrom) / 1000)), '1/s');
  const { rows } = await sql.query('select count(*)::int as n from delivery where webhook_id = $1', [id]);
  figure('rows that the outage cost', rows[0].n, 'rows', 0);

  const lastOf = new Map();
  let outOfOrder = 0;
  receiver.count = 0;
  receiver.onEvent = ({ chatId, sequence }) => {
    if ((lastOf.get(chatId) ?? 0) >= sequence) outOfOrder++;
    lastOf.set(chatId, sequence);
  };
  const from = performance.now();
  await call('PATCH', `${api}/webhooks/${id}`, { active: true }, auth);
  await until('end of the backlog', () => receiver.count >= BACKLOG);
  const seconds = (performance.now() - from) / 1000;
  figure(`backlog of ${BACKLOG} drained`, Math.round(seconds * 10) / 10, 's');
  figure('deliveries, signed and durable', Math.round(BACKLOG / seconds), '1/s', 1000);
  figure('deliveries out of order or twice', outOfOrder + receiver.count - BACKLOG, 'deliveries', 0);
  await call('PATCH', `${api}/webhooks/${id}`, { active: false }, auth);
}

/** From the simulated phone's message to the receiver, real encryption in between. */
async function benchLatency({ api, auth, receiver, sandboxUrl }) {
  await call('POST', `${api}/sessions`, { sessionId: 'live', webhookUrl: receiver.url }, auth);
  const { qr } = await call('POST', `${api}/sessions/live/connect`, {}, auth);
  const { phoneNumber } = await call('POST', `${sandboxUrl}/admin/mock-phone/scan-qr`, qr);
  await until(
    'connection',
    async () => (await call('GET', `${api}/sessions/live`, undefined, auth)).status === 'CONNECTED',
  );
  const contacts = [];
  for (let n = 0; n < 20; n++) contacts.push(await call('POST', `${sandboxUrl}/contacts`, { name: `Bench ${n}` }));
  const saidAt = new Map();
  const latencies = [];
  receiver.onEvent = ({ text }, at) => {
    const said = saidAt.get(text);
    if (said !== undefined) latencies.push(at - said);
  };
  const say = async (n, prefix = 'm') => {
    const text = `${prefix}${n}`;
    if (prefix === 'm') saidAt.set(text, performance.now());
    const from = contacts[n % contacts.length].phoneNumber;
    await call('POST', `${sandboxUrl}/contacts/${from}/messages`, { to: phoneNumber, text });
  };
  // The first message of a contact builds its Signal session.
  for (let n = 0; n < contacts.length; n++) await say(n, 'warm up ');
  await sleep(1_000);
  const total = RATE * SECONDS;
  const from = performance.now();
  const said = [];
  for (let n = 0; n < total; n++) {
    const dueMs = (n * 1000) / RATE - (performance.now() - from);
    if (dueMs > 0) await sleep(dueMs);
    said.push(say(n));
  }
  await Promise.all(said);
  figure('messages said', Math.round(total / ((performance.now() - from) / 1000)), '1/s');
  await until('last message', () => latencies.length >= total);
  latencies.sort((a, b) => a - b);
  figure(`inbound to receiver at ${RATE}/s, p50`, percentile(latencies, 0.5), 'ms', 10);
  figure(`inbound to receiver at ${RATE}/s, p99`, percentile(latencies, 0.99), 'ms', 50);
}

const dataDir = await mkdtemp(join(tmpdir(), 'wagate-bench-'));
try {
  const database = await startEmbeddedPostgres({ dataDir, log: SILENT });
  cleanups.unshift(
    () => rm(dataDir, { recursive: true, force: true }),
    () => database.stop(),
  );
  const sandbox = await start('dist/sandbox/main.js', ['--port', '0'], {}, ({ url, wsUrl }) => url && { url, wsUrl });
  const receiver = await startReceiver();
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    WHATSAPP_WS_URL: sandbox.wsUrl,
    EGRESS_ALLOW_PRIVATE: 'true',
    PACING: 'off',
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
  };
  const gateway = await start('dist/main.js', [], { ...env, LOG_LEVEL: 'info' }, ({ msg, url }) =>
    msg === 'ready' ? url : undefined,
  );
  const api = `${gateway}/api/v1`;
  const account = { email: 'bench@example.org', password: 'a password for the bench' };
  const { accessToken } = await call('POST', `${api}/auth/register`, account);
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  cleanups.push(() => sql.end());
  await sql.query(`update users set tier = 'MAX'`);
  const context = { api, auth: { authorization: `Bearer ${accessToken}` }, sql, receiver, sandboxUrl: sandbox.url };
  if (RATE > 0) await benchLatency(context);
  if (BACKLOG > 0) await benchBacklog(context);
} finally {
  for (const cleanUp of cleanups.reverse()) await cleanUp().catch((error) => process.stderr.write(`${error}\n`));
}
