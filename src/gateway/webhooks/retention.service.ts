import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';

/** How long deliveries can be looked at. What is pending at a webhook that is switched off waits as long as what failed. */
const DELIVERED_DAYS = 3;
const FAILED_DAYS = 30;
const EVERY_MS = 60 * 60 * 1000;
const ROWS_A_STEP = 5_000;
const STOP_LIMIT_MS = 5_000;

/** Erases old deliveries, every hour, in small steps. Every gateway runs it; they skip each other's rows. */
@Injectable()
export class DeliveryRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Loop;

  constructor(
    private readonly dataSource: DataSource,
    log: Log,
  ) {
    this.loop = new Loop({ name: 'delivery retention', run: () => this.prune(), idleMs: EVERY_MS, log });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop(STOP_LIMIT_MS);
  }

  /** One step; `more` when there may be further rows. */
  async prune(): Promise<'more' | 'idle'> {
    const [pruned] = await this.dataSource.query<{ count: number }[]>(
      `with old as (
         select id from delivery where state = 'delivered' and finished_at < now() - $1 * interval '1 day'
         union all
         select id from delivery where state = 'failed' and finished_at < now() - $2 * interval '1 day'
         union all
         select d.id from webhook w join delivery d on d.webhook_id = w.id
         where not w.active and d.state = 'pending' and d.created_at < now() - $2 * interval '1 day'
       ), chosen as (
         select id from delivery where id in (select id from old limit $3) for update skip locked
       ), gone as (
         delete from delivery using chosen where delivery.id = chosen.id returning delivery.id
       )
       select count(*)::int as count from gone`,
      [DELIVERED_DAYS, FAILED_DAYS, ROWS_A_STEP],
    );
    return pruned?.count === ROWS_A_STEP ? 'more' : 'idle';
  }
}
