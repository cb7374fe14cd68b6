// The message list over a long history: one session among others, read page by page over REST. Plain Baileys keeps no messages: there
// is no baseline. The rows are written by the database itself, and are what the product writes.
import pg from 'pg';
import { percentile } from './support/numbers.mjs';

const SESSIONS = 10;
const CHATS = 500;
const STEP = 200_000;
const WRITERS = 2;
const TELL_EVERY = 1_000_000;
const PAGE = 50;
const READS = 300;
const QUICK_READS = 30;
const DEEP_PAGES = 100;

export const row = {
  name: 'history',
  async run(context) {
    const { gateway, quick } = context;
    const [total, reads] = quick ? [100_000, QUICK_READS] : [10_000_000, READS];
    const ids = [];
    for (let n = 0; n < SESSIONS; n++) ids.push((await gateway.call('POST', '/sessions', {})).sessionId);
    const writers = await Promise.all(Array.from({ length: WRITERS }, async () => connected(gateway)));
    try {
      await fill(context, writers, ids, total);
      return await readPages(gateway, ids, total, reads);
    } finally {
      // The rows after this one need the machine, and not these messages; there are no others yet.
      await writers[0].query('truncate message cascade');
      await writers[0].query('delete from session where id = any($1)', [ids]);
      await Promise.all(writers.map((client) => client.end()));
    }
  },
};

/** Rows come in the order of their ids and without a look at their session: both are right by their making. */
async function connected(gateway) {
  const client = new pg.Client(await gateway.postgres());
  await client.connect();
  await client.query(`set synchronous_commit = off; set session_replication_role = replica;
                      set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 2`);
  return client;
}

/** The table is what it was in the end, durable and with all indexes; they are built over the rows, which is quicker than with them. */
async function fill(context, writers, ids, total) {
  const [client] = writers;
  const { rows: indexes } = await client.query(
    `select indexname as name, replace(indexdef, ' ON ONLY ', ' ON ') as definition from pg_indexes
     where schemaname = current_schema() and tablename = 'message' and indexname <> 'message_pkey'`,
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  let taken = 0;
  let done = 0;
  const write = async (writer) => {
    while (taken < total) {
      const from = taken;
      const count = Math.min(STEP, total - from);
      taken += count;
      await insert(writer, ids, from, count);
      const before = done;
      done += count;
      if (Math.floor(before / TELL_EVERY) < Math.floor(done / TELL_EVERY)) context.say(`${done} of ${total} messages`);
    }
  };
  await Promise.all(writers.map(write));
  for (const { name, definition } of indexes) {
    context.say(`index ${name} ...`);
    await client.query(definition);
  }
  context.say('statistics and a checkpoint ...');
  await client.query('analyze message');
  await client.query('checkpoint');
}

/** Ids are made of the time, a second apart, so the newest messages of all sessions lie side by side. */
function insert(client, ids, from, count) {
  return client.query(
    `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text, status,
                          timeline, sent_at)
     select (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
            ($1::text[])[1 + n % cardinality($1::text[])], 'B' || n, 'inbound', chat, chat, chat, '628999@s.whatsapp.net', 'text',
            'Message number ' || n || ' of a long conversation', 'DELIVERED', '[]', now()
     from generate_series($2::bigint, $2::bigint + $3 - 1) n,
          lateral (select 628000000 + (n / cardinality($1::text[])) % $4 || '@s.whatsapp.net' as chat) c`,
    [ids, from, count, CHATS],
  );
}

async function readPages(gateway, ids, total, reads) {
  const timed = async (path) => {
    const begun = performance.now();
    const answer = await gateway.call('GET', path);
    return { ms: performance.now() - begun, next: answer.pagination.nextCursor, shown: answer.messages.length };
  };
  const many = async (pathOf) => {
    const took = [];
    for (let n = 0; n < reads; n++) took.push((await timed(pathOf(n))).ms);
    return took;
  };
  const list = (n) => `/sessions/${ids[n % SESSIONS]}/messages?limit=${PAGE}`;
  const chat = (n) => `${list(n)}&chat=${628000000 + (n % CHATS)}`;
  await many(list);
  const deep = [];
  let cursor = null;
  for (let n = 0; n < DEEP_PAGES; n++) {
    const { ms, next } = await timed(`${list(0)}${cursor ? `&cursor=${cursor}` : ''}`);
    deep.push(ms);
    cursor = next;
  }
  const line = (what, took, goal) => ({
    what: `${what} of ${total}, p50`,
    unit: 'ms',
    gateway: percentile(took, 0.5),
    ...(goal && { goal }),
  });
  return [
    line('newest page', await many(list), { atMost: 5 }),
    line('newest page of a chat', await many(chat), { atMost: 5 }),
    line(`page by cursor, ${DEEP_PAGES} pages deep`, deep, { atMost: 5 }),
    line('page at offset 1000', await many((n) => `${list(n)}&offset=1000`)),
  ];
}
