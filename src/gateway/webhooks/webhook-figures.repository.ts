import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Figure, gauge, InstallationFigures } from '../../platform/metrics/index.js';

/** So many of the lanes that are behind longest are looked into for the age of what they wait with. */
const LANES_LOOKED_INTO = 200;
const MOST_COUNTED = 100_000;

const webhooks = gauge(
  'wagate_installation_webhooks',
  'Webhooks: working, failing (the newest attempt failed), disabled',
  ['state'],
);
const lanes = gauge('wagate_installation_webhook_lanes_behind', 'Lanes of webhooks, 16 each, with events to deliver');
const oldest = gauge('wagate_installation_webhook_oldest_seconds', 'Age of the oldest event that is not delivered');
const deadLetters = gauge('wagate_installation_dead_letters', 'Deliveries given up and not made again, up to 100000');

interface Row {
  working: number;
  failing: number;
  disabled: number;
  behind: number;
  oldest: number;
  dead: number;
}

/** How far webhooks are behind, for the metrics. */
@Injectable()
export class WebhookFigures implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly figures: InstallationFigures,
  ) {}

  onModuleInit(): void {
    this.figures.add({ name: 'webhooks', gauges: [webhooks, lanes, oldest, deadLetters], read: () => this.read() });
  }

  private async read(): Promise<Figure[]> {
    const [row] = await this.dataSource.query<Row[]>(
      `with behind as materialized (
         select w.user_id, w.session_id, w.events, l.lane, l.position, l.at
         from webhook w join webhook_lane l on l.webhook_id = w.id
         join event_lane h on h.user_id = w.user_id and h.session_id = coalesce(w.session_id, '') and h.lane = l.lane
         where w.active and h.position > l.position
       ), waiting as (
         select (select e.created_at from event e
                 where e.user_id = b.user_id and e.lane = b.lane and e.position > b.position and e.created_at >= b.at
                   and (b.session_id is null or e.session_id = b.session_id)
                   and ('*' = any(b.events) or e.type = any(b.events))
                 order by e.position limit 1) as since
         from (select * from behind order by at limit ${LANES_LOOKED_INTO}) b
       )
       select (select count(*) from webhook where active and failing_since is null)::int as working,
              (select count(*) from webhook where active and failing_since is not null)::int as failing,
              (select count(*) from webhook where not active)::int as disabled,
              (select count(*) from behind)::int as behind,
              coalesce((select extract(epoch from now() - min(since)) from waiting), 0)::float8 as oldest,
              (select count(*) from (select 1 from delivery where state = 'failed' limit ${MOST_COUNTED}) d)::int as dead`,
    );
    if (!row) return [];
    return [
      { gauge: webhooks, value: row.working, labels: { state: 'working' } },
      { gauge: webhooks, value: row.failing, labels: { state: 'failing' } },
      { gauge: webhooks, value: row.disabled, labels: { state: 'disabled' } },
      { gauge: lanes, value: row.behind },
      { gauge: oldest, value: row.oldest },
      { gauge: deadLetters, value: row.dead },
    ];
  }
}
