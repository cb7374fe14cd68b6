import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Limits } from './message-limits.js';

export interface Step {
  looked: number;
  /** Where to go on; null when nothing was left to look at. */
  last: string | null;
}

/** Takes old messages out of the table `message`. */
@Injectable()
export class MessageRetentionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Looks at the oldest messages after an id, and erases those whose time is over; none that is still to be sent. Ids are made of the
   * time, so this goes along the primary key.
   */
  async erase({ others, byKind }: Limits, after: string, limit: number): Promise<Step> {
    const newest = [others, ...Object.values(byKind)].reduce<string>((max, id) => (id && id > max ? id : max), after);
    const [step] = await this.dataSource.query<Step[]>(
      `with old as (
         select id, type, status from message where id > $1 and id < $2 order by id limit $3
       ), gone as (
         delete from message m using old
         where m.id = old.id and old.status not in ('QUEUED', 'SENDING')
           and m.id < case when $4::jsonb ? old.type then ($4::jsonb ->> old.type)::uuid else $5::uuid end
       )
       select count(*)::int as looked, (select id from old order by id desc limit 1) as last from old`,
      [after, newest, limit, JSON.stringify(byKind), others],
    );
    return step ?? { looked: 0, last: null };
  }
}
