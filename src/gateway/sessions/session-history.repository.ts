import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SessionStatus } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';

/** So many steps are kept of a session: a night of reconnects at the longest pause has half of them. */
const KEPT = 200;

/** One step of a session: it came to a status, or a connection ended. */
export interface SessionStep {
  at: Date;
  status: SessionStatus;
  reason: string | null;
  /** Of WhatsApp or Baileys, where a connection ended. */
  code: number | null;
  message: string;
}

export interface PastStep extends SessionStep {
  worker: string | null;
}

/** The table `session_history`. */
@Injectable()
export class SessionHistory {
  constructor(private readonly dataSource: DataSource) {}

  /** Adds a step and forgets the oldest ones. The caller holds the lock of the session. */
  async add(tx: Tx, sessionId: string, { at, status, reason, code, message }: SessionStep): Promise<void> {
    await tx.query(
      `with forgotten as (
         delete from session_history where session_id = $1 and id <= (
           select id from session_history where session_id = $1 order by id desc offset ${KEPT - 1} limit 1)
       )
       insert into session_history (session_id, at, status, reason, code, message, worker_id)
       values ($1, $2, $3, $4, $5, $6, (
         select w.worker_id from mailbox.account a join mailbox.worker w on w.incarnation = a.owner
         where a.session_id = $1))`,
      [sessionId, at, status, reason, code, message],
    );
  }

  /** Newest first. */
  newest(sessionId: string, limit: number): Promise<PastStep[]> {
    return this.dataSource.query(
      `select at, status, reason, code, message, worker_id as worker from session_history
       where session_id = $1 order by id desc limit $2`,
      [sessionId, limit],
    );
  }
}
