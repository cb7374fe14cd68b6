import { Injectable } from '@nestjs/common';
import type { PublicEvent } from '../../contracts/index.js';
import { EventLog, type LogPlace } from '../event-log/index.js';
import { Deliveries } from './deliveries.repository.js';
import { type Lane, REQUEUE_LANE } from './lane-work.js';

const PAGE = 50;

/** What a lane has to send next. */
export interface LanePage {
  /** In the order of sending. */
  events: PublicEvent[];
  /** Where the cursor stands when all of them are settled and the lane has no more; null when there may be more. */
  end: LogPlace | null;
}

/** Reads a page of a lane: from the log, or of what is to be sent again. */
@Injectable()
export class LaneReader {
  constructor(
    private readonly eventLog: EventLog,
    private readonly deliveries: Deliveries,
  ) {}

  async read(lane: Lane): Promise<LanePage> {
    return lane.lane === REQUEUE_LANE ? this.readRequeued(lane) : this.readLog(lane);
  }

  /** The cursor after an event: only the lanes of the log have one that moves. */
  after(lane: Lane, event: PublicEvent, end: LogPlace | null): LogPlace {
    return lane.lane === REQUEUE_LANE ? lane.cursor : (end ?? placeOf(event));
  }

  /** The lane was looked at before the log is read, so the log has everything up to its head. */
  private async readLog({ webhook, lane, cursor, head, replay }: Lane): Promise<LanePage> {
    const { userId, sessionId, types } = webhook;
    const events = await this.eventLog.ofLane({ userId, sessionId, lane }, cursor, { types, replay, limit: PAGE });
    if (events.length === PAGE) return { events, end: null };
    const last = events.at(-1);
    const ends = [cursor, head, last === undefined ? null : placeOf(last)].filter((place) => place !== null);
    return { events, end: ends.reduce((end, place) => (place.position > end.position ? place : end)) };
  }

  private async readRequeued({ webhook, cursor }: Lane): Promise<LanePage> {
    const wanted = await this.deliveries.requeued(webhook.id, PAGE);
    const [first] = wanted;
    if (first === undefined) return { events: [], end: cursor };
    const since = wanted.reduce((oldest, { at }) => (at < oldest ? at : oldest), first.at);
    const found = await this.eventLog.at(
      webhook.userId,
      wanted.map(({ position }) => position),
      since,
    );
    const events = wanted.flatMap(({ position }) => found.find((event) => event.position === position) ?? []);
    const lost = wanted.filter(({ position }) => !found.some((event) => event.position === position));
    if (lost.length > 0) await this.deliveries.giveUp(webhook.id, lost);
    return { events, end: wanted.length < PAGE ? cursor : null };
  }
}

function placeOf({ position, createdAt }: PublicEvent): LogPlace {
  return { position, at: createdAt };
}
