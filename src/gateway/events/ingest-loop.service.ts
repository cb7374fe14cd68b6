import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { type InboxFact, PATTERNS } from '../../contracts/index.js';
import { Inbox } from '../../mailbox/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { Signals } from '../../platform/signal/index.js';
import { Bus } from '../../platform/transport/index.js';
import { Dispatcher } from '../webhooks/index.js';
import { IngestFailures } from './ingest-failures.repository.js';
import { Ingest } from './ingest.service.js';

/** Each holds a connection of the pool. */
const MAX_SESSIONS_AT_ONCE = 8;
const LOOK_AHEAD = 500;
const IDLE_MS = 500;
const STOP_LIMIT_MS = 10_000;

/** Finds sessions with facts and takes these in, several sessions at once; then wakes whoever waits for the news. */
@Injectable()
export class IngestLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly running = new Map<string, Promise<void>>();
  private readonly loop: Loop;

  constructor(
    private readonly inbox: Inbox,
    private readonly ingest: Ingest,
    private readonly failures: IngestFailures,
    private readonly signals: Signals,
    private readonly dispatcher: Dispatcher,
    private readonly bus: Bus,
    private readonly log: Log,
  ) {
    this.loop = new Loop({ name: 'ingest', run: () => this.step(), idleMs: IDLE_MS, log });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop(STOP_LIMIT_MS);
    await Promise.all(this.running.values());
  }

  /** There are new facts: looks at once. A nudge that is lost costs half a second. */
  nudge(): void {
    this.loop.nudge();
  }

  private async step(): Promise<'idle'> {
    const room = MAX_SESSIONS_AT_ONCE - this.running.size;
    if (room <= 0) return 'idle';
    const [waiting, resting] = await Promise.all([this.inbox.waiting(LOOK_AHEAD), this.failures.resting()]);
    const ready = waiting.filter((sessionId) => !resting.has(sessionId) && !this.running.has(sessionId));
    for (const sessionId of ready.slice(0, room)) this.start(sessionId);
    return 'idle';
  }

  private start(sessionId: string): void {
    const run = this.takeIn(sessionId)
      .catch((err: unknown) => {
        this.log.warn({ sessionId, err }, 'facts are left for later');
        return false;
      })
      .then((took) => {
        this.running.delete(sessionId);
        if (took) this.nudge();
      });
    this.running.set(sessionId, run);
  }

  /** Deliveries begin here, readers of the log wait in any gateway. */
  private tellOf(userId: string): void {
    this.dispatcher.nudge(userId);
    this.bus.tell(PATTERNS.logGrew, { userId });
  }

  /** True when there was something, so that there may be more. */
  private async takeIn(sessionId: string): Promise<boolean> {
    const { facts, logOf } = await this.ingest.ingest(sessionId);
    if (logOf !== null) this.tellOf(logOf);
    if (facts.length > 0) this.signals.notify(`session:${sessionId}`);
    for (const messageId of messagesOf(facts)) this.signals.notify(`message:${sessionId}:${messageId}`);
    return facts.length > 0;
  }
}

function messagesOf(facts: InboxFact[]): Set<string> {
  return new Set(facts.flatMap(({ payload }) => ('messageId' in payload ? [payload.messageId] : [])));
}
