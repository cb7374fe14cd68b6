import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { Egress, EgressFailure } from '../../platform/egress/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { type UsageEvent, UsageFeed } from '../billing/index.js';
import { signedHeaders } from '../webhooks/index.js';
import { BATCH_TYPE } from './cloud-event.js';
import { UsageCloudEvents } from './usage-cloud-events.service.js';

const EVERY_MS = 2_000;
const EVENTS_A_REQUEST = 500;
const FORGOTTEN_A_STEP = 5_000;
const FIRST_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 300_000;

/** Where the events go, and what signs them. */
type Receiver = NonNullable<AppConfig['billingEvents']>;

/** Posts what is billed to the configured address, in order and at least once; one gateway at a time. Forgets what is long told. */
@Injectable()
export class UsagePush implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;
  private readonly receiver: Receiver | undefined;
  private failures = 0;
  private pausedUntil = 0;

  constructor(
    private readonly feed: UsageFeed,
    private readonly events: UsageCloudEvents,
    private readonly egress: Egress,
    private readonly config: AppConfig,
    private readonly log: Log,
    dataSource: DataSource,
  ) {
    this.receiver = config.billingEvents;
    this.job = new ScheduledJob({ name: 'usage events', everyMs: EVERY_MS, run: () => this.step(), dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  private async step(): Promise<'more' | 'idle'> {
    const forgotten = await this.feed.forget(this.receiver !== undefined, FORGOTTEN_A_STEP);
    const pushed = this.receiver && performance.now() >= this.pausedUntil ? await this.push(this.receiver) : 0;
    return pushed === EVENTS_A_REQUEST || forgotten === FORGOTTEN_A_STEP ? 'more' : 'idle';
  }

  private async push(receiver: Receiver): Promise<number> {
    const events = await this.feed.unpushed(EVENTS_A_REQUEST);
    const last = events.at(-1);
    if (!last) return 0;
    const failure = await this.post(receiver, events);
    if (failure !== null) return this.pause(failure);
    await this.feed.markPushed(last.sequence);
    this.failures = 0;
    return events.length;
  }

  /** Null when they were taken. */
  private async post({ url, secret }: Receiver, events: UsageEvent[]): Promise<string | null> {
    const body = JSON.stringify(this.events.of(events));
    const id = `usage_${events[0]?.sequence}_${events.at(-1)?.sequence}`;
    const signed = signedHeaders({ secrets: [secret], privateKeys: [], hub: false }, id, epochSeconds(), body);
    try {
      const headers = { 'content-type': BATCH_TYPE, ...signed };
      const { status } = await this.egress.post(url, { headers, body, timeoutMs: this.config.webhookTimeoutMs });
      return status >= 200 && status < 300 ? null : `it answered ${status}`;
    } catch (error) {
      if (error instanceof EgressFailure || error instanceof Problem) return error.message;
      throw error;
    }
  }

  /** Nothing is lost: the events wait where they are. */
  private pause(failure: string): number {
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures++);
    this.pausedUntil = performance.now() + pauseMs;
    this.log.warn({ failure, pauseMs }, 'usage events were not taken');
    return 0;
  }
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
