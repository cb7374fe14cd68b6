import pg from 'pg';

/** As many as the gateway's own pool. */
const CONNECTIONS = 20;

/** A table like that of the messages, in a schema of its own: an id, a unique pair, an index, and the message as JSON. */
export class MessageTable {
  static async create(connection, schema) {
    const pool = new pg.Pool({ ...connection, max: CONNECTIONS });
    await pool.query(`create schema ${schema}`);
    await pool.query(
      `create table ${schema}.message (id bigint generated always as identity primary key, session_id text not null,
         message_id text not null, payload jsonb not null, created_at timestamptz not null default now(),
         unique (session_id, message_id))`,
    );
    await pool.query(`create index on ${schema}.message (session_id, id)`);
    return Object.assign(new MessageTable(), { pool, schema, next: 0 });
  }

  insert() {
    const messageId = `3EB0${String(this.next++).padStart(18, '0')}`;
    const payload = {
      messageId,
      to: '6289876543210@s.whatsapp.net',
      content: { type: 'text', text: 'Your order is ready.' },
    };
    const sql = `insert into ${this.schema}.message (session_id, message_id, payload) values ($1, $2, $3)`;
    return this.pool.query(sql, ['bench', messageId, JSON.stringify(payload)]);
  }

  end() {
    return this.pool.end();
  }
}
