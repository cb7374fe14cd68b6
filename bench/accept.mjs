// The durable 202 beside the least that durability can cost: one row inserted into the same PostgreSQL. The session is not connected,
// so the messages only wait: what sending costs is in the row `sends`.
import pg from 'pg';
import { atRate, inFlight } from './support/load.mjs';
import { percentile } from './support/numbers.mjs';

const PER_SECOND = 200;
const AT_ONCE = 32;
const WARM_UP = 200;
/** As many as the gateway's own pool. */
const CONNECTIONS = 20;

export const row = {
  name: 'accept',
  async run({ gateway, sandbox, quick }) {
    const [alone, paced, burst] = quick ? [100, 400, 400] : [400, 2_000, 3_000];
    const session = { ...(await gateway.call('POST', '/sessions', {})), contact: await sandbox.contact() };
    const accept = () => gateway.send(session);
    const table = await Table.create(await gateway.postgres());
    const insert = () => table.insert();
    try {
      const both = async (load) => ({ gateway: await load(accept), bare: await load(insert) });
      await both((work) => inFlight(AT_ONCE, WARM_UP, work));
      const one = await both((work) => inFlight(1, alone, work));
      const steady = await both((work) => atRate(PER_SECOND, paced, work));
      const full = await both((work) => inFlight(AT_ONCE, burst, work));
      return [
        ...latencies(`at ${PER_SECOND}/s`, steady, [{ atMost: 3 }, { atMost: 15 }]),
        ...latencies('one at a time', one, []),
        {
          what: `accepts/s, ${AT_ONCE} at once`,
          unit: '1/s',
          gateway: (burst / full.gateway.ms) * 1000,
          baseline: (burst / full.bare.ms) * 1000,
          goal: { atLeast: 1_500 },
        },
      ];
    } finally {
      await table.end();
    }
  },
};

/** A table like that of the messages: an id, a unique pair, an index, and the message as JSON. */
class Table {
  static async create(connection) {
    const pool = new pg.Pool({ ...connection, max: CONNECTIONS });
    await pool.query(`create schema bench`);
    await pool.query(
      `create table bench.message (id bigint generated always as identity primary key, session_id text not null,
         message_id text not null, payload jsonb not null, created_at timestamptz not null default now(),
         unique (session_id, message_id))`,
    );
    await pool.query('create index on bench.message (session_id, id)');
    return Object.assign(new Table(), { pool, next: 0 });
  }

  insert() {
    const messageId = `3EB0${String(this.next++).padStart(18, '0')}`;
    const payload = {
      messageId,
      to: '6289876543210@s.whatsapp.net',
      content: { type: 'text', text: 'Your order is ready.' },
    };
    return this.pool.query('insert into bench.message (session_id, message_id, payload) values ($1, $2, $3)', [
      'bench',
      messageId,
      JSON.stringify(payload),
    ]);
  }

  end() {
    return this.pool.end();
  }
}

function latencies(how, { gateway, bare }, goals) {
  return [0.5, 0.99].map((share, i) => ({
    what: `accept ${how}, p${share * 100}`,
    unit: 'ms',
    gateway: percentile(gateway.latencies, share),
    baseline: percentile(bare.latencies, share),
    ...(goals[i] && { goal: goals[i] }),
  }));
}
