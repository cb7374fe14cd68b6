import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type InboxFact, PATTERNS, Problem, type SessionStatus } from '../../contracts/index.js';
import { Accounts, Inbox, Workers } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Bus } from '../../platform/transport/index.js';
import { statusOf } from './worker-answers.js';
import type { RegisteredWorkerDto } from './worker-answers.dto.js';
import type { HeartbeatDto, RegisterWorkerDto, SessionStatusReportDto, WORKER_WORDS } from './workers.dto.js';

/** A beat over HTTP is worth this long. */
export const OUTSIDE_BEAT_MS = 30_000;
const DEAD_AFTER_SECONDS = 90;

const STATUS: Record<(typeof WORKER_WORDS)[number], SessionStatus> = {
  disconnected: 'DISCONNECTED',
  connecting: 'CONNECTING',
  qr_required: 'SCANNING_QR',
  connected: 'CONNECTED',
  logged_out: 'LOGGED_OUT',
};

/** Workers outside the transport, which tell over HTTP what others write to the mailbox. No session is placed on them. */
@Injectable()
export class OutsideWorkers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly workers: Workers,
    private readonly accounts: Accounts,
    private readonly inbox: Inbox,
    private readonly bus: Bus,
  ) {}

  /** Throws WORKER_EXISTS while a worker of this name is in the transport. */
  async register({ workerId, endpoint, maxSessions }: RegisterWorkerDto): Promise<RegisteredWorkerDto> {
    const run = { workerId, endpoint, maxSessions, deadAfterSeconds: DEAD_AFTER_SECONDS };
    if (!(await this.workers.registerOutside(run))) {
      throw new Problem('WORKER_EXISTS', `A worker ${workerId} runs already.`);
    }
    return { workerId, status: 'ONLINE', heartbeatIntervalMs: OUTSIDE_BEAT_MS };
  }

  /** Throws WORKER_NOT_FOUND for one that has to register first. */
  async beat(workerId: string, report: HeartbeatDto): Promise<RegisteredWorkerDto> {
    const { sessionCount: sessions = 0, cpuUsage = 0, memoryUsage = 0, messages = 0 } = report;
    const state = await this.workers.beatOutside(workerId, { sessions, cpuUsage, memoryUsage, messages });
    if (state === null) throw new Problem('WORKER_NOT_FOUND', `Worker ${workerId} is not registered.`);
    return { workerId, status: statusOf(state), heartbeatIntervalMs: OUTSIDE_BEAT_MS };
  }

  /** Throws SESSION_NOT_FOUND. */
  async report({ sessionId, status, message }: SessionStatusReportDto): Promise<void> {
    const at = new Date().toISOString();
    const payload = { status: STATUS[status], reason: null, message: message ?? `The session is ${status}.`, at };
    const fact: InboxFact = { kind: 'session.status', payload };
    await transaction(this.dataSource, async (tx) => {
      const account = await this.accounts.lock(tx, sessionId);
      if (!account) throw new Problem('SESSION_NOT_FOUND', `There is no session "${sessionId}".`);
      await this.inbox.put(tx, sessionId, fact);
    });
    this.bus.tell(PATTERNS.inboxWake, { sessionId });
  }
}
