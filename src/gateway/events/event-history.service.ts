import { Injectable } from '@nestjs/common';
import type { PublicEvent } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { BEGINNING, EventLog, type Log } from '../event-log/index.js';
import { Sessions } from '../sessions/index.js';
import { standardBody } from '../webhooks/index.js';
import type { EventDto, EventListDto } from './event-answers.dto.js';
import type { ListEventsDto } from './events.dto.js';

/** The event log for readers: the way to catch up after any outage of a webhook. */
@Injectable()
export class EventHistory {
  constructor(
    private readonly eventLog: EventLog,
    private readonly sessions: Sessions,
  ) {}

  /** Throws SESSION_NOT_FOUND. */
  async list(caller: Principal, query: ListEventsDto): Promise<EventListDto> {
    const { after, types = null, limit, order } = query;
    const log = await this.logOf(caller, query.sessionId);
    const place = after === undefined ? null : Number(after);
    const events =
      order === 'desc'
        ? await this.eventLog.before(log, place, { types, limit })
        : await this.read(log, place ?? 0, { types, limit });
    const last = events.at(-1);
    const nextCursor = last === undefined ? (after ?? null) : String(cursorOf(log, last));
    return { events: events.map(eventAnswer), pagination: { limit, nextCursor } };
  }

  /** The log that the caller asks for: of a session, or of all that the credential reaches. Throws SESSION_NOT_FOUND. */
  async logOf(caller: Principal, sessionId = caller.sessionId ?? undefined): Promise<Log> {
    if (sessionId !== undefined) await this.sessions.own(caller, sessionId);
    return { userId: caller.userId, sessionId: sessionId ?? null };
  }

  private read(
    { userId, sessionId }: Log,
    after: number,
    filter: Parameters<EventLog['after']>[2],
  ): Promise<PublicEvent[]> {
    if (sessionId !== null) return this.eventLog.ofSession({ userId, sessionId }, after, filter);
    return this.eventLog.after({ userId, sessionId }, { ...BEGINNING, position: after }, filter);
  }
}

/** What a reader passes to go on after this event: in the log of a session its sequence number, else its position. */
export function cursorOf(log: Log, event: PublicEvent): number {
  return log.sessionId === null ? event.position : event.sequence;
}

export function eventAnswer(event: PublicEvent): EventDto {
  return standardBody(event) as unknown as EventDto;
}
