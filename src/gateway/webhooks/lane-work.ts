import type { EventType } from '../../contracts/index.js';
import { LANES, type LogPlace, type Replay } from '../event-log/index.js';
import type { WebhookFormat } from './body.js';
import type { ExtraSignature } from './signature.js';
import type { Target } from './webhook-sender.service.js';

/** Besides the 16 lanes that read the log: the one for deliveries that are to be made again. */
export const REQUEUE_LANE = LANES;

/** A lane that this process holds, and what the database said of it when it was taken or looked at again. */
export interface Lane {
  /** Names the lane among all. */
  key: string;
  lane: number;
  webhook: Target & {
    userId: string;
    /** The log it reads: of this session, or (null) of all sessions of the user. */
    sessionId: string | null;
    /** Null: all types. */
    types: EventType[] | null;
    format: WebhookFormat;
    /** Whether its newest attempt failed. */
    failing: boolean;
    successIsOld: boolean;
  };
  /** Everything up to here is settled. */
  cursor: LogPlace;
  /** The newest event of the lane, wanted by the webhook or not. Whatever the log has up to there can be read. */
  head: LogPlace | null;
  /** How often the event after the cursor has failed, and whether the webhook took others since. */
  attempts: number;
  neighboursSucceed: boolean;
  replay: Replay | null;
}

export interface LaneRow {
  webhook_id: string;
  lane: number;
  position: string;
  at: Date;
  head: string | null;
  head_at: Date | null;
  attempts: number;
  neighbours_succeed: boolean;
  replay_until: string;
  replay_session: string | null;
  user_id: string;
  session_id: string | null;
  events: (EventType | '*')[];
  url: string;
  secret: Buffer;
  previous_secret: Buffer | null;
  extra_signatures: ExtraSignature[];
  headers: Buffer | null;
  format: WebhookFormat;
  failing: boolean;
  success_is_old: boolean;
}

export function laneOfRow(row: LaneRow): Lane {
  const isAll = row.events.includes('*');
  return {
    key: `${row.webhook_id}/${row.lane}`,
    lane: row.lane,
    webhook: {
      id: row.webhook_id,
      userId: row.user_id,
      sessionId: row.session_id,
      types: isAll ? null : (row.events as EventType[]),
      format: row.format,
      failing: row.failing,
      successIsOld: row.success_is_old,
      url: row.url,
      secret: row.secret,
      previousSecret: row.previous_secret,
      extraSignatures: row.extra_signatures,
      headers: row.headers,
    },
    cursor: { position: Number(row.position), at: row.at },
    head: row.head === null || row.head_at === null ? null : { position: Number(row.head), at: row.head_at },
    attempts: row.attempts,
    neighboursSucceed: row.neighbours_succeed,
    replay: row.replay_session === null ? null : { until: Number(row.replay_until), sessionId: row.replay_session },
  };
}
