// Webhooks, with the receiver on this machine: from a simulated phone's message to the receiver, beside plain Baileys that posts what it
// hears, unsigned and once; and a backlog drained after the receiver was away, of which plain Baileys has nothing.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from './support/eventually.mjs';
import { atRate } from './support/load.mjs';
import { percentile } from './support/numbers.mjs';

const PER_SECOND = 100;
const PEOPLE = 20;
const CHATS = 1_000;
const LIMIT_MS = 900_000;

export const row = {
  name: 'webhooks',
  async run(context) {
    const { gateway, sandbox, bare, quick } = context;
    const [messages, backlog] = quick ? [300, 5_000] : [3_000, 100_000];
    await context.pairUpTo(1);
    const receiver = await Receiver.start();
    const client = new pg.Client(await gateway.postgres());
    await client.connect();
    try {
      const hearing = await pairedWithWebhook({ gateway, sandbox, receiver });
      const live = await liveLatencies({ sandbox, receiver, messages, phoneNumber: hearing });
      await bare.forward(receiver.url);
      const plain = await liveLatencies({ sandbox, receiver, messages, phoneNumber: bare.phoneNumbers[0] });
      await bare.endForwarding();
      context.say(`backlog of ${backlog} ...`);
      const drained = await drainBacklog({ gateway, receiver, client, backlog });
      return [
        ...[
          [0.5, { atMost: 10 }],
          [0.99, { atMost: 50 }],
        ].map(([share, goal]) => ({
          what: `message said to receiver, ${PER_SECOND}/s, p${share * 100}`,
          unit: 'ms',
          gateway: percentile(live, share),
          baseline: percentile(plain, share),
          goal,
        })),
        ...drained,
      ];
    } finally {
      await client.end();
      await receiver.stop();
    }
  },
};

/** Takes everything, and tells of it. */
class Receiver {
  count = 0;
  onEvent = () => {};

  static async start() {
    const receiver = new Receiver();
    receiver.server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        receiver.count++;
        receiver.onEvent(JSON.parse(body), performance.now());
        response.end();
      });
    });
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    receiver.url = `http://127.0.0.1:${receiver.server.address().port}/`;
    return receiver;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The phone number of a session whose events go to the receiver. */
async function pairedWithWebhook({ gateway, sandbox, receiver }) {
  const { sessionId } = await gateway.call('POST', '/sessions', { webhookUrl: receiver.url });
  const { qr } = await gateway.call('POST', `/sessions/${sessionId}/connect`, {});
  const phoneNumber = await sandbox.scan(qr);
  await sandbox.ready([phoneNumber]);
  return phoneNumber;
}

/** Real encryption in between. The clock starts before the simulated phone is told to speak. */
async function liveLatencies({ sandbox, receiver, messages, phoneNumber }) {
  const people = [];
  for (let n = 0; n < PEOPLE; n++) people.push(await sandbox.contact());
  const saidAt = new Map();
  const latencies = [];
  receiver.onEvent = ({ text }, at) => {
    if (saidAt.has(text)) latencies.push(at - saidAt.get(text));
  };
  let next = 0;
  const say = async (text) => {
    const from = people[next++ % PEOPLE];
    await sandbox.call('POST', `/contacts/${from}/messages`, JSON.stringify({ to: phoneNumber, text }));
  };
  // The first message of a person builds its Signal session.
  for (let n = 0; n < PEOPLE; n++) await say('Good morning');
  await sleep(1_000);
  await atRate(PER_SECOND, messages, (i) => {
    saidAt.set(`message ${i}`, performance.now());
    return say(`message ${i}`);
  });
  await eventually('last message', LIMIT_MS, () => latencies.length >= messages);
  return latencies;
}

/** Facts as a worker reports them, taken in while the webhook is off; then it is on. */
async function drainBacklog({ gateway, receiver, client, backlog }) {
  const { sessionId } = await gateway.call('POST', '/sessions', {});
  const wish = { url: receiver.url, sessionId, events: ['message.received'] };
  const { id } = await gateway.call('POST', '/webhooks', wish);
  await gateway.call('PATCH', `/webhooks/${id}`, { active: false });
  const ingestFrom = performance.now();
  await client.query(
    `insert into mailbox.inbox (session_id, kind, payload)
     select $1, 'message.received', jsonb_build_object(
       'messageId', 'M' || n, 'fromMe', false, 'chat', chat, 'from', chat, 'to', '628999@s.whatsapp.net', 'fromLid', null,
       'pushName', 'Bench', 'timestamp', 1768473000 + n, 'content', jsonb_build_object('type', 'text', 'text', 'old ' || n))
     from generate_series(1, $2::int) n, lateral (select 628000000 + n % $3 || '@s.whatsapp.net' as chat) c`,
    [sessionId, backlog, CHATS],
  );
  const logged = () => client.query('select event_sequence as n from session where id = $1', [sessionId]);
  await eventually('log', LIMIT_MS, async () => Number((await logged()).rows[0].n) >= backlog);
  const ingestSeconds = (performance.now() - ingestFrom) / 1000;
  const { rows } = await client.query('select count(*)::int as n from delivery where webhook_id = $1', [id]);

  const lastOf = new Map();
  let wrong = 0;
  receiver.count = 0;
  receiver.onEvent = ({ chatId, sequence }) => {
    if ((lastOf.get(chatId) ?? 0) >= sequence) wrong++;
    lastOf.set(chatId, sequence);
  };
  const from = performance.now();
  await gateway.call('PATCH', `/webhooks/${id}`, { active: true });
  await eventually('end of the backlog', LIMIT_MS, () => receiver.count >= backlog);
  const seconds = (performance.now() - from) / 1000;
  return [
    { what: 'facts taken in', unit: '1/s', gateway: backlog / ingestSeconds },
    { what: `rows that a backlog of ${backlog} costs`, unit: 'rows', gateway: rows[0].n, goal: { atMost: 0 } },
    { what: `backlog of ${backlog} drained`, unit: 's', gateway: seconds },
    { what: 'deliveries/s, signed and durable', unit: '1/s', gateway: backlog / seconds, goal: { atLeast: 1_000 } },
    { what: 'deliveries out of order or twice', unit: '', gateway: wrong, goal: { atMost: 0 } },
  ];
}
