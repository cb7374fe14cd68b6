import { Injectable } from '@nestjs/common';
import { Problem, type PublicEvent } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { standardBody } from '../webhooks/index.js';
import type { EventDto, EventListDto } from './event-answers.dto.js';
import { EventLog, type EventFilter } from './event-log.repository.js';
import type { ListEventsDto } from './events.dto.js';

/** The event log for readers: the way to catch up after any outage of a webhook. */
@Injectable()
export class EventHistory {
  constructor(
    private readonly eventLog: EventLog,
    private readonly sessions: Sessions,
  ) {}

  /** Throws SESSION_NOT_FOUND, and VALIDATION_FAILED when `after` is the wrong kind of cursor. */
  async list(caller: Principal, query: ListEventsDto): Promise<EventListDto> {
    const { after, types = null, limit } = query;
    const sessionId = query.sessionId ?? caller.sessionId;
    const filter = { userId: caller.userId, types, limit };
    const events =
      sessionId === null ? await this.ofUser(after, filter) : await this.ofSession(caller, sessionId, after, filter);
    const last = events.at(-1);
    const nextCursor = last === undefined ? (after ?? null) : sessionId === null ? last.id : String(last.sequence);
    return { events: events.map(answer), pagination: { limit, nextCursor } };
  }

  private async ofSession(
    caller: Principal,
    sessionId: string,
    after = '0',
    filter: EventFilter,
  ): Promise<PublicEvent[]> {
    await this.sessions.own(caller, sessionId);
    if (!/^\d+$/.test(after)) throw wrongCursor('with a session it must be a sequence number');
    return this.eventLog.ofSession(sessionId, Number(after), filter);
  }

  private async ofUser(after: string | undefined, filter: EventFilter): Promise<PublicEvent[]> {
    if (after !== undefined && /^\d+$/.test(after)) throw wrongCursor('a sequence number needs a sessionId');
    return this.eventLog.ofUser(after ?? null, filter);
  }
}

function answer(event: PublicEvent): EventDto {
  return standardBody(event) as unknown as EventDto;
}

function wrongCursor(detail: string): Problem {
  return new Problem('VALIDATION_FAILED', 'The cursor does not fit.', { errors: [{ pointer: 'after', detail }] });
}
