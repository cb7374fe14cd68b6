import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Backlog, type OutboxState } from '../../mailbox/index.js';
import { type Figure, gauge, InstallationFigures } from '../../platform/metrics/index.js';
import { IngestFailures } from './ingest-failures.repository.js';

const outbox = gauge(
  'wagate_installation_outbox_messages',
  'Messages accepted and not sent, up to 100000: due, sending, held (paced or restricted), scheduled',
  ['state'],
);
const outboxAge = gauge(
  'wagate_installation_outbox_oldest_seconds',
  'For how long the oldest of them has been due; of the held since it was accepted, of the scheduled 0',
  ['state'],
);
const inbox = gauge('wagate_installation_inbox_facts', 'Facts of workers not taken in by a gateway, up to 100000');
const inboxAge = gauge('wagate_installation_inbox_oldest_seconds', 'Age of the oldest of them');
const aside = gauge(
  'wagate_installation_dead_facts',
  'Facts that could not be applied and were put aside: a fault of the product',
);

const STATES: OutboxState[] = ['due', 'sending', 'held', 'scheduled'];

/** How much waits between the roles, for the metrics. */
@Injectable()
export class QueueFigures implements OnModuleInit {
  constructor(
    private readonly backlog: Backlog,
    private readonly failures: IngestFailures,
    private readonly figures: InstallationFigures,
  ) {}

  onModuleInit(): void {
    this.figures.add({ name: 'outbox', gauges: [outbox, outboxAge], read: () => this.outbox() });
    this.figures.add({ name: 'inbox', gauges: [inbox, inboxAge, aside], read: () => this.inbox() });
  }

  private async outbox(): Promise<Figure[]> {
    const depths = new Map((await this.backlog.outbox()).map((depth) => [depth.state, depth]));
    return STATES.flatMap((state) => [
      { gauge: outbox, value: depths.get(state)?.count ?? 0, labels: { state } },
      { gauge: outboxAge, value: depths.get(state)?.ageSeconds ?? 0, labels: { state } },
    ]);
  }

  private async inbox(): Promise<Figure[]> {
    const [{ count, ageSeconds }, dead] = await Promise.all([this.backlog.inbox(), this.failures.putAside()]);
    return [
      { gauge: inbox, value: count },
      { gauge: inboxAge, value: ageSeconds },
      { gauge: aside, value: dead },
    ];
  }
}
