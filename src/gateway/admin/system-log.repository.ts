import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SystemLogEntryDto, SystemLogQueryDto } from './system-log.dto.js';

/** What is absent does not matter. */
export type LogFilter = Pick<SystemLogQueryDto, 'actor' | 'action' | 'target' | 'from' | 'to'>;

@Injectable()
export class SystemLogRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first, `limit` rows, older than the row `before`. */
  async list(filter: LogFilter, before: string | null, limit: number): Promise<SystemLogEntryDto[]> {
    const { actor = null, action = null, target = null, from = null, to = null } = filter;
    return this.dataSource.query<SystemLogEntryDto[]>(
      `select log.id, log.at, log.actor_id as actor, users.email as "actorEmail", log.key_id as "keyId", log.action, log.target,
              log.details, log.address, log.request_id as "requestId"
       from system_log log left join users on users.id = log.actor_id
       where ($1::uuid is null or log.actor_id = $1) and ($2::text is null or log.action = $2)
         and ($3::text is null or log.target = $3) and ($4::timestamptz is null or log.at >= $4)
         and ($5::timestamptz is null or log.at < $5) and ($6::uuid is null or log.id < $6)
       order by log.id desc limit $7`,
      [actor, action, target, from, to, before, limit],
    );
  }
}
