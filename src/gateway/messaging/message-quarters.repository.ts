import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isError } from '../../platform/is-error.js';

/** A quarter costs a lock on the whole table for a moment; who does not get it soon tries again later instead of holding up all others. */
const LOCK_LIMIT = `set local lock_timeout = '2s'`;
const CHECK_VIOLATION = '23514';

/** The table `message` by quarters (UTC), and their end. */
@Injectable()
export class MessageQuarters {
  constructor(private readonly dataSource: DataSource) {}

  /** Makes the quarter after this one. Whatever of it came before it was made stays in the default part. */
  async addNext(): Promise<void> {
    try {
      await this.alter(`select add_message_quarter(((now() at time zone 'UTC') + interval '3 months')::date)`);
    } catch (error) {
      if (!isError(error) || !('code' in error) || error.code !== CHECK_VIOLATION) throw error;
    }
  }

  /** Takes away quarters that are over and have nothing left in them. Gives their names. */
  async dropEmpty(): Promise<string[]> {
    const past = await this.dataSource.query<{ name: string }[]>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'message'::regclass and c.relname ~ '^message_\\d{4}q[1-4]$'
         and c.relname < 'message_' || to_char(now() at time zone 'UTC', 'YYYY"q"Q')`,
    );
    const gone: string[] = [];
    for (const { name } of past) {
      const [row] = await this.dataSource.query<unknown[]>(`select 1 from "${name}" limit 1`);
      if (row !== undefined) continue;
      await this.alter(`alter table message detach partition "${name}"`, `drop table "${name}"`);
      gone.push(name);
    }
    return gone;
  }

  private async alter(...statements: string[]): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query(LOCK_LIMIT);
      for (const statement of statements) await tx.query(statement);
    });
  }
}
