import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { addressed, type InboxFact, PATTERNS } from '../../contracts/index.js';
import { Inbox, Routes } from '../../mailbox/index.js';
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
/**
 * After a batch further facts of the session wait, so that a busy session's are taken several at a time: the longer, the more
 * sessions are busy, for then the processor is worth more than the moment.
 */
const REST_MS_A_SESSION = 2;
const MAX_REST_MS = 10;
const STOP_LIMIT_MS = 10_000;

/** Finds sessions with facts and takes these in, several sessions at once; then wakes whoever waits for the news. */
@Injectable()
export class IngestLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly running = new Map<string, Promise<void>>();
  private readonly resting = new Map<string, NodeJS.Timeout>();
  /** Sessions that have news and are not being taken, the longest waiting first. */
  private readonly heard = new Set<string>();
  private stopping = false;
  private readonly loop: Loop;

  constructor(
    private readonly inbox: Inbox,
    private readonly ingest: Ingest,
    private readonly failures: IngestFailures,
    private readonly signals: Signals,
    private readonly dispatcher: Dispatcher,
    private readonly routes: Routes,
    private readonly bus: Bus,
    private readonly log: Log,
  ) {
    this.loop = new Loop({ name: 'ingest', run: () => this.step(), idleMs: IDLE_MS, log });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.loop.stop(STOP_LIMIT_MS);
    for (const rest of this.resting.values()) clearTimeout(rest);
    await Promise.all(this.running.values());
  }

  /** There are new facts of a session: they are taken at once, or in some ms when some were taken just now. A nudge that is lost costs half a second. */
  nudge(sessionId: string): void {
    if (this.stopping) return;
    this.heard.add(sessionId);
    this.startWaiting();
  }

  private async step(): Promise<'idle'> {
    const [waiting, failing] = await Promise.all([this.inbox.waiting(LOOK_AHEAD), this.failures.resting()]);
    for (const sessionId of waiting) if (!failing.has(sessionId)) this.nudge(sessionId);
    return 'idle';
  }

  private startWaiting(): void {
    for (const sessionId of this.heard) {
      if (this.stopping || this.running.size >= MAX_SESSIONS_AT_ONCE) return;
      if (this.running.has(sessionId) || this.resting.has(sessionId)) continue;
      this.heard.delete(sessionId);
      this.start(sessionId);
    }
  }

  private start(sessionId: string): void {
    const run = this.takeIn(sessionId)
      .catch((err: unknown) => {
        this.log.warn({ sessionId, err }, 'facts are left for later');
        return false;
      })
      .then((more) => {
        this.running.delete(sessionId);
        if (more) this.heard.add(sessionId);
        else if (!this.stopping) this.rest(sessionId);
        this.startWaiting();
      });
    this.running.set(sessionId, run);
  }

  private rest(sessionId: string): void {
    const end = () => {
      this.resting.delete(sessionId);
      this.startWaiting();
    };
    const busy = this.running.size + this.resting.size + 1;
    this.resting.set(sessionId, setTimeout(end, Math.min(MAX_REST_MS, REST_MS_A_SESSION * busy)));
  }

  /** Deliveries begin here, readers of the log wait in any gateway. */
  private tellOf(userId: string): void {
    this.dispatcher.nudge(userId);
    this.bus.tell(PATTERNS.logGrew, { userId });
  }

  private async wakeFetcher(sessionId: string): Promise<void> {
    const route = await this.routes.find(sessionId);
    if (route) this.bus.tell(addressed(PATTERNS.mediaWake, route.workerId), { sessionId });
  }

  /** True when there may be more. */
  private async takeIn(sessionId: string): Promise<boolean> {
    const { facts, logOf, more } = await this.ingest.ingest(sessionId);
    if (logOf !== null) this.tellOf(logOf);
    if (facts.length > 0) this.signals.notify(`session:${sessionId}`);
    for (const mediaId of filesHere(facts)) this.signals.notify(`media:${mediaId}`);
    for (const messageId of messagesOf(facts)) this.signals.notify(`message:${sessionId}:${messageId}`);
    if (facts.some(hasFile)) await this.wakeFetcher(sessionId);
    return more;
  }
}

/** Files are fetched by whoever holds the account. A hint that is lost costs half a minute. */
function hasFile(fact: InboxFact): boolean {
  return fact.kind === 'message.received' && fact.payload.source !== undefined;
}

function filesHere(facts: InboxFact[]): string[] {
  return facts.flatMap((fact) =>
    fact.kind === 'media.fetched' || fact.kind === 'media.failed' ? [fact.payload.mediaId] : [],
  );
}

function messagesOf(facts: InboxFact[]): Set<string> {
  return new Set(facts.flatMap(({ payload }) => ('messageId' in payload ? [payload.messageId] : [])));
}
