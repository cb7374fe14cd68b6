import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Problem, type PublicEvent, type EventType } from '../../contracts/index.js';
import { Signals } from '../../platform/signal/index.js';
import type { Principal } from '../auth/index.js';
import { BEGINNING, EventLog, type Log, type LogPlace } from '../event-log/index.js';
import { cursorOf, eventAnswer, EventHistory } from './event-history.service.js';
import { CURSOR, type StreamEventsDto } from './events.dto.js';
import type { SseConnection } from './sse-connection.js';

const PAGE = 100;
const HEARTBEAT_MS = 15_000;
/** A hint that is lost costs so long. */
const POLL_MS = 2_000;
/** The life of an access token. Readers come back by themselves. */
const MAX_AGE_MS = 15 * 60 * 1000;
const MAX_STREAMS_PER_USER = 50;

/** A stream that was asked for and may be opened. */
export interface StreamPlan {
  log: Log;
  types: EventType[] | null;
  start: LogPlace;
}

interface Reader {
  connection: SseConnection;
  isStillGood: () => Promise<boolean>;
}

/**
 * The event log as it grows, for readers that stay connected. Each stream reads the log by itself, a page at a time, and only
 * when its reader has taken the page before; so it works in every gateway, and a slow reader costs nothing but its socket.
 */
@Injectable()
export class EventStream implements OnModuleDestroy {
  private readonly open = new Map<SseConnection, string>();
  private stopping = false;

  constructor(
    private readonly eventLog: EventLog,
    private readonly history: EventHistory,
    private readonly signals: Signals,
  ) {}

  /** Streams end before the listener closes. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const connection of this.open.keys()) connection.end();
  }

  /** Throws SESSION_NOT_FOUND, VALIDATION_FAILED and RATE_LIMITED. `lastEventId` wins over `after`; without both it starts now. */
  async plan(caller: Principal, query: StreamEventsDto, lastEventId: string | undefined): Promise<StreamPlan> {
    const log = await this.history.logOf(caller, query.sessionId);
    const own = [...this.open.values()].filter((userId) => userId === caller.userId).length;
    if (own >= MAX_STREAMS_PER_USER) throw tooMany();
    const after = lastEventId || query.after;
    if (after !== undefined && !CURSOR.test(after)) throw wrongId();
    return { log, types: query.types ?? null, start: await this.placeOf(log, after) };
  }

  /** Returns when the stream is over, which it is within seconds when the credential is not good any more. The connection is open. */
  async run(plan: StreamPlan, connection: SseConnection, isStillGood: () => Promise<boolean>): Promise<void> {
    const { log, types, start } = plan;
    this.open.set(connection, log.userId);
    const key = logKey(log.userId);
    connection.onClose(() => this.signals.notify(key));
    const endAt = performance.now() + MAX_AGE_MS;
    try {
      for (let place = start; !this.isOver(connection) && performance.now() < endAt;) {
        const page = await this.nextPage(log, types, place, { connection, isStillGood });
        for (const event of page.events) await connection.send(cursorOf(log, event), eventAnswer(event));
        if (page.events.length === 0) await connection.beat();
        place = page.end;
      }
    } finally {
      this.open.delete(connection);
      connection.end();
    }
  }

  /** Waits for events, a heartbeat's time at most. */
  private async nextPage(log: Log, types: EventType[] | null, place: LogPlace, { connection, isStillGood }: Reader) {
    let end = place;
    const probe = async (): Promise<PublicEvent[] | undefined> => {
      if (!this.isOver(connection) && !(await isStillGood())) connection.end();
      if (this.isOver(connection)) return [];
      // What is not wanted is not looked at twice: up to here the log is there, whatever is found.
      const wholly = types === null ? null : await this.eventLog.end(log.userId);
      const events = await this.eventLog.after(log, end, { types, limit: PAGE });
      const last = events.at(-1);
      if (last === undefined) end = wholly ?? end;
      else end = { position: last.position, at: last.createdAt };
      return last === undefined ? undefined : events;
    };
    const limits = { timeoutMs: HEARTBEAT_MS, pollMs: POLL_MS };
    const events = (await this.signals.waitUntil(logKey(log.userId), probe, limits)) ?? [];
    return { events, end };
  }

  private isOver(connection: SseConnection): boolean {
    return this.stopping || connection.isClosed;
  }

  private async placeOf(log: Log, after: string | undefined): Promise<LogPlace> {
    const end = (await this.eventLog.end(log.userId)) ?? BEGINNING;
    if (after === undefined) return end;
    const by = log.sessionId === null ? 'position' : 'sequence';
    const first = await this.eventLog.firstAfter(log, { by, value: Number(after) });
    return first === null ? end : { position: first.position - 1, at: first.createdAt };
  }
}

/** Who waits for the log of a user to grow waits for this signal. */
export function logKey(userId: string): string {
  return `log:${userId}`;
}

function tooMany(): Problem {
  const detail = `You have ${MAX_STREAMS_PER_USER} streams open at this gateway, which is the most a user can have.`;
  return new Problem('RATE_LIMITED', detail, { reason: 'streams', retryAfterSeconds: 10 });
}

function wrongId(): Problem {
  const errors = [{ pointer: 'Last-Event-ID', detail: 'must be the id of an event of this stream' }];
  return new Problem('VALIDATION_FAILED', 'The stream can not go on from there.', { errors });
}
