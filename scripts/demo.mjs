// `npm run demo`: the gateway and the simulated WhatsApp, and a guided run through both. Leaves them running until Ctrl-C;
// with `--once` it ends after the run (for tests).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build-if-stale.mjs';

const START_LIMIT_MS = 60_000;
const STEP_LIMIT_MS = 20_000;
const EMAIL = 'demo@example.org';
const PASSWORD = 'demo-password';
const DATA_DIR = process.env.DEMO_DATA_DIR ?? 'demo-data';

const { values: options } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
const children = [];
const startedAt = performance.now();

function say(what) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(2).padStart(6);
  process.stdout.write(`${seconds} s  ${what}\n`);
}

/** Starts a program and waits for the line of JSON that `pick` takes something from. */
async function start(script, args, env, pick) {
  const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} did not start in time`)), START_LIMIT_MS);
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.startsWith('{') ? pick(JSON.parse(line)) : undefined;
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

async function stopAll() {
  const running = children.filter((child) => child.exitCode === null);
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map((child) => once(child, 'exit')));
}

async function http(method, url, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: text }),
    signal: AbortSignal.timeout(STEP_LIMIT_MS),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${url}: ${answer.status} ${answer.title}: ${answer.detail}`);
  return answer;
}

async function eventually(what, probe) {
  const deadline = Date.now() + STEP_LIMIT_MS;
  while (Date.now() < deadline) {
    const found = await probe();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`there was no ${what} within ${STEP_LIMIT_MS / 1000} s`);
}

/** A customer's webhook endpoint: keeps what arrives. */
async function startReceiver() {
  const received = [];
  const server = createServer(async (request, answer) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push(JSON.parse(text));
    answer.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/webhook`;
  const arrival = (what, matches) => eventually(what, () => received.find(matches));
  return { url, arrival, close: () => server.close() };
}

async function guidedRun(sandbox, gateway, receiver) {
  const api = `${gateway}/api/v1`;
  const user = await http('POST', `${api}/auth/register`, { email: EMAIL, password: PASSWORD });
  const signedIn = { authorization: `Bearer ${user.accessToken}` };
  say(`registered ${EMAIL} (password: ${PASSWORD}); the first user is ADMIN`);

  const pair = async (sessionId) => {
    const { apiKey } = await http('POST', `${api}/sessions`, { sessionId, webhookUrl: receiver.url }, signedIn);
    const { qr } = await http('POST', `${api}/sessions/${sessionId}/connect`, {}, signedIn);
    say(`session ${sessionId}: WhatsApp sent a QR code`);
    const { phoneNumber } = await http('POST', `${sandbox}/admin/mock-phone/scan-qr`, qr);
    await receiver.arrival('CONNECTED', (event) => event.sessionId === sessionId && event.status === 'CONNECTED');
    say(`session ${sessionId}: phone +${phoneNumber} scanned it, connected`);
    return { apiKey, phoneNumber };
  };
  const shop = await pair('shop');
  const branch = await pair('branch');
  const key = { 'x-api-key': shop.apiKey };

  const alice = await http('POST', `${sandbox}/contacts`, { name: 'Alice', replyWith: 'Thanks, on my way!' });
  say(`Alice (+${alice.phoneNumber}) has a simulated phone`);
  const order = { to: `+${alice.phoneNumber}`, type: 'text', text: 'Your order is ready.' };
  const { messageId } = await http('POST', `${api}/sessions/shop/messages`, order, key);
  say(`shop → Alice: "${order.text}" accepted as ${messageId}`);
  const told = (status) =>
    receiver.arrival(status, (event) => event.messageId === messageId && event.status === status);
  await told('SENT');
  say('webhook: SENT, WhatsApp has it');
  await told('DELIVERED');
  say('webhook: DELIVERED, it is on her phone');
  await http('POST', `${sandbox}/contacts/${alice.phoneNumber}/read`, {});
  await told('READ');
  say('webhook: READ, she has seen it');
  const answer = await receiver.arrival(
    'answer',
    (event) => event.event === 'message_received' && event.sessionId === 'shop',
  );
  say(`webhook: message_received from ${answer.from}: "${answer.text}"`);

  const hello = { to: `+${branch.phoneNumber}`, type: 'text', text: 'Hello from the shop' };
  await http('POST', `${api}/sessions/shop/messages`, hello, key);
  const there = await receiver.arrival('message at the branch', (event) => event.text === hello.text);
  say(`session branch received from session shop: "${there.text}"`);
  return { apiKey: shop.apiKey, alice, shop };
}

function printNextSteps(sandbox, gateway, { apiKey, alice, shop }) {
  process.stdout.write(`
Both keep running (Ctrl-C ends them). Go on by hand:

  # send as the shop
  curl -s ${gateway}/api/v1/sessions/shop/messages -H 'X-Api-Key: ${apiKey}' \\
    -H 'Content-Type: application/json' -d '{"to":"+${alice.phoneNumber}","type":"text","text":"Hi Alice"}'

  # Alice writes to the shop
  curl -s ${sandbox}/contacts/${alice.phoneNumber}/messages \\
    -H 'Content-Type: application/json' -d '{"to":"${shop.phoneNumber}","text":"Is it still open?"}'

  # what the shop has
  curl -s '${gateway}/api/v1/sessions/shop/messages?limit=5' -H 'X-Api-Key: ${apiKey}'

In the browser:

  Alice's phone        ${sandbox}/phone#phone=${alice.phoneNumber}
  Dashboard            ${gateway}/dashboard   (${EMAIL}, ${PASSWORD})
  Docs of the gateway  ${gateway}/docs
  Docs of the sandbox  ${sandbox}/
`);
}

async function main() {
  await buildIfStale();
  await rm(DATA_DIR, { recursive: true, force: true });
  const { url: sandbox, wsUrl } = await start('dist/sandbox/main.js', ['--port', '0'], {}, (line) => line.url && line);
  say(`sandbox: a simulated WhatsApp at ${sandbox}`);
  const env = {
    PORT: process.env.PORT ?? '0',
    HOST: '127.0.0.1',
    DATA_DIR,
    WHATSAPP_WS_URL: wsUrl,
    PHONE_URL: `${sandbox}/phone`,
    EGRESS_ALLOW_PRIVATE: 'true',
    PACING: 'off',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'info',
  };
  const gateway = await start('dist/main.js', [], env, (line) => (line.msg === 'ready' ? line.url : undefined));
  say(`gateway: ready at ${gateway}`);
  const receiver = await startReceiver();
  printNextSteps(sandbox, gateway, await guidedRun(sandbox, gateway, receiver));
  if (!options.once) await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  receiver.close();
}

try {
  await main();
  await stopAll();
} catch (error) {
  process.stderr.write(`The demo stopped: ${error.message}\n`);
  await stopAll();
  process.exitCode = 1;
}
