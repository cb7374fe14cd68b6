import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ListAllSessionsDto, StatisticsDto, TenantSessionDto } from './overview.dto.js';

/** Reads across the tables of other modules, for figures and lists that belong to none of them. */
@Injectable()
export class Overview {
  constructor(private readonly dataSource: DataSource) {}

  /** `since` is the smallest id that a message of the time to count can have. */
  async figures(since: string): Promise<Omit<StatisticsDto, 'workers'>> {
    const [row] = await this.dataSource.query<[Omit<StatisticsDto, 'workers'>]>(
      `select
         (select jsonb_build_object('total', count(*), 'active', count(*) filter (where active),
                   'admins', count(*) filter (where role = 'ADMIN'), 'byTier', ${countsBy('users', 'tier')}) from users) as users,
         (select jsonb_build_object('total', count(*), 'byStatus', ${countsBy('session', 'status')}) from session) as sessions,
         (select jsonb_build_object('in', count(*) filter (where direction = 'inbound'),
                   'out', count(*) filter (where direction = 'outbound')) from message where id >= $1) as messages,
         (select jsonb_build_object('total', count(*), 'active', count(*) filter (where active),
                   'failing', count(*) filter (where active and failing_since is not null),
                   'behind', count(*) filter (where active and exists (
                     select 1 from webhook_lane l join event_lane e on e.user_id = w.user_id
                       and e.session_id = coalesce(w.session_id, '') and e.lane = l.lane
                     where l.webhook_id = w.id and e.position > l.position)),
                   'disabled', count(*) filter (where not active and disabled_reason is not null)) from webhook w) as webhooks,
         (select jsonb_build_object('outgoing', count(*) filter (where not_before <= now()),
                   'scheduled', count(*) filter (where not_before > now()),
                   'oldestOutgoingSeconds', coalesce(floor(extract(epoch from
                     now() - min(greatest(not_before, created_at)) filter (where not_before <= now()))), 0),
                   'incoming', (select count(*) from mailbox.inbox where not kept),
                   'deadLetters', (select count(*) from delivery where state = 'failed'))
          from mailbox.outbox where state <> 'sent') as queues`,
      [since],
    );
    return row;
  }

  /** By their ids, `limit` rows. */
  async sessions({ status, user, cursor }: ListAllSessionsDto, limit: number): Promise<TenantSessionDto[]> {
    return this.dataSource.query<TenantSessionDto[]>(
      `select s.id as "sessionId", s.user_id as "userId", u.email, s.status, s.reason, w.worker_id as "workerId",
              s.last_activity_at as "lastActivity", s.created_at as "createdAt"
       from session s join users u on u.id = s.user_id
         left join mailbox.account a on a.session_id = s.id
         left join mailbox.worker w on w.incarnation = a.owner and w.state <> 'offline'
       where ($1::text is null or s.status = $1) and ($2::uuid is null or s.user_id = $2) and ($3::text is null or s.id > $3)
       order by s.id limit $4`,
      [status ?? null, user ?? null, cursor ?? null, limit],
    );
  }
}

function countsBy(table: 'users' | 'session', column: string): string {
  return `(select coalesce(jsonb_object_agg(word, many), '{}')
           from (select ${column} as word, count(*) as many from ${table} group by 1) counted)`;
}
