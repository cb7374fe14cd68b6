// The message list over a long history: one session among others, read page by page over REST. Plain Baileys keeps no messages: there
// is no baseline. The rows are written by the database itself, as the product writes them.
import pg from 'pg';
import { percentile } from './support/numbers.mjs';

const SESSIONS = 10;
const CHATS = 500;
const STEP = 100_000;
const PAGE = 50;
const READS = 300;
const DEEP_PAGES = 100;

export const row = {
  name: 'history',
  async run(context) {
    const { gateway, quick } = context;
    const total = quick ? 200_000 : 10_000_000;
    const ids = [];
    for (let n = 0; n < SESSIONS; n++) ids.push((await gateway.call('POST', '/sessions', {})).sessionId);
    const client = new pg.Client(await gateway.postgres());
    await client.connect();
    try {
      context.say(`${total} messages ...`);
      for (let from = 0; from < total; from += STEP) await insert(client, ids, from, Math.min(STEP, total - from));
      await client.query('analyze message');
      return await reads(gateway, ids, total);
    } finally {
      // The rows after this one need the machine, and not these messages.
      await client.query('delete from session where id = any($1)', [ids]);
      await client.end();
    }
  },
};

/** Ids are made of the time, a second apart, so the newest messages of all sessions lie side by side. */
function insert(client, ids, from, count) {
  return client.query(
    `insert into message (id, session_id, message_id, direction, sender_key, chat_id, from_jid, to_jid, type, text, status,
                          timeline, sent_at)
     select (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 5, 15))::uuid,
            ($1::text[])[1 + n % cardinality($1::text[])], 'B' || n, 'inbound', chat, chat, chat, '628999@s.whatsapp.net', 'text',
            'Message number ' || n || ' of a long conversation', 'DELIVERED', '[]', now()
     from generate_series($2::bigint, $2::bigint + $3 - 1) n,
          lateral (select 628000000 + (n / cardinality($1::text[])) % $4 || '@s.whatsapp.net' as chat) c`,
    [ids, from, count, CHATS],
  );
}

async function reads(gateway, ids, total) {
  const timed = async (path) => {
    const begun = performance.now();
    const answer = await gateway.call('GET', path);
    return { ms: performance.now() - begun, next: answer.pagination.nextCursor, shown: answer.messages.length };
  };
  const many = async (pathOf) => {
    const took = [];
    for (let n = 0; n < READS; n++) took.push((await timed(pathOf(n))).ms);
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
