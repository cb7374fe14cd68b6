import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/index.js';
import { type Queryable, rowsOf } from './sql.js';
import { PULSE_IS_LOST, WorkerPulse, type WorkerReport } from './worker-pulse.js';

export interface LiveWorker {
  workerId: string;
  state: 'ready' | 'draining';
  /** Accounts that are assigned to it and wanted. */
  sessions: number;
  maxSessions: number;
  /** Percent. */
  cpuUsage: number;
  memoryUsage: number;
}

/** A run of a worker as operators see it, alive or not. */
export interface KnownWorker extends Omit<LiveWorker, 'state'> {
  state: 'ready' | 'draining' | 'offline';
  endpoint: string | null;
  messages: number;
  startedAt: Date;
  beatAt: Date;
}

export interface NewRun {
  workerId: string;
  incarnation: string;
  maxSessions: number;
}

export interface NewOutsideRun extends Omit<NewRun, 'incarnation'> {
  endpoint: string;
  deadAfterSeconds: number;
}

type OutsideReport = Pick<WorkerReport, 'sessions' | 'cpuUsage' | 'memoryUsage' | 'messages'>;

/** A registered run, and what is told by its silence. */
export interface Vitals {
  incarnation: string;
  workerId: string;
  /** Since its last beat. */
  silentMs: number;
  /** The silence after which it may be given up. */
  deadAfterMs: number;
  /** Its connection is gone, as that of a killed process. */
  pulseLost: boolean;
}

/**
 * SQL that says whether the worker run in this column is alive: it is registered, and no gateway has given it up. Being wrong is
 * safe: what a worker may write is decided by the epoch, not by this.
 */
export const OWNER_IS_ALIVE = (column: string) =>
  `exists (select 1 from mailbox.worker alive where alive.incarnation = ${column} and alive.state <> 'offline')`;

/** SQL that says whether the worker with the id in this column takes accounts. */
export const WORKER_IS_READY = (column: string) =>
  `exists (select 1 from mailbox.worker w where w.worker_id = ${column} and w.state = 'ready')`;

const milliseconds = (interval: string) => `(extract(epoch from ${interval}) * 1000)::float8`;

const COLUMNS = `
  w.worker_id as "workerId", w.max_sessions as "maxSessions", w.cpu_usage as "cpuUsage", w.memory_usage as "memoryUsage",
  case when w.in_transport
    then (select count(*)::int from mailbox.account a where a.assigned_worker = w.worker_id and a.desired <> 'off')
    else w.sessions end as sessions`;

/** Who is alive. All times are the database's. */
@Injectable()
export class Workers {
  constructor(private readonly dataSource: DataSource) {}

  /** Announces a new run of a worker. An earlier run of the same worker is over by that, and its accounts are free. */
  async register(run: NewRun): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.query('delete from mailbox.worker where worker_id = $1', [run.workerId]);
      await tx.query(INSERT, [run.incarnation, run.workerId, run.maxSessions]);
    });
  }

  /** Announces a run again that was given up. False while another run of this name is alive: this one is over. */
  async registerAgain(run: NewRun): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(
        `delete from mailbox.worker w where worker_id = $1 and (incarnation = $2 or w.state = 'offline')`,
        [run.workerId, run.incarnation],
      );
      const rows = await rowsOf(tx, `${INSERT} on conflict do nothing returning incarnation`, [
        run.incarnation,
        run.workerId,
        run.maxSessions,
      ]);
      return rows.length > 0;
    });
  }

  /** Announces a worker that beats over HTTP. False while one of this name is in the transport and alive. */
  async registerOutside({ workerId, endpoint, maxSessions, deadAfterSeconds }: NewOutsideRun): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(
        `delete from mailbox.worker w where worker_id = $1 and (not in_transport or w.state = 'offline')`,
        [workerId],
      );
      const rows = await rowsOf(
        tx,
        `insert into mailbox.worker (incarnation, worker_id, state, max_sessions, endpoint, in_transport, dead_after)
         values (gen_random_uuid(), $1, 'ready', $2, $3, false, make_interval(secs => $4))
         on conflict do nothing returning worker_id`,
        [workerId, maxSessions, endpoint, deadAfterSeconds],
      );
      return rows.length > 0;
    });
  }

  /** The beat of such a worker. Gives its state; null when it is not registered. */
  async beatOutside(workerId: string, report: OutsideReport): Promise<'ready' | 'draining' | null> {
    const { sessions, cpuUsage, memoryUsage, messages } = report;
    const [row] = await rowsOf<{ state: 'ready' | 'draining' }>(
      this.dataSource,
      `update mailbox.worker set beat_at = now(), sessions = $2, cpu_usage = $3, memory_usage = $4, messages = $5
        where worker_id = $1 and not in_transport and state <> 'offline' returning state`,
      [workerId, sessions, cpuUsage, memoryUsage, messages],
    );
    return row?.state ?? null;
  }

  /** The heartbeat of a registered run. */
  pulse(incarnation: string, broken: () => void): WorkerPulse {
    const { url } = this.dataSource.options as { url?: string };
    return new WorkerPulse(url ?? '', incarnation, broken);
  }

  /** The run is over; nothing of it is held any more. */
  async leave(incarnation: string): Promise<void> {
    await this.dataSource.query('delete from mailbox.worker where incarnation = $1 and removed', [incarnation]);
    await this.dataSource.query(`update mailbox.worker set state = 'offline' where incarnation = $1`, [incarnation]);
  }

  /** The runs that are registered, and what is told by their silence. */
  async vitals(): Promise<Vitals[]> {
    return rowsOf<Vitals>(
      this.dataSource,
      `select w.incarnation, w.worker_id as "workerId", ${PULSE_IS_LOST} as "pulseLost",
              ${milliseconds('now() - w.beat_at')} as "silentMs", ${milliseconds('w.dead_after')} as "deadAfterMs"
         from mailbox.worker w where w.state <> 'offline'`,
    );
  }

  /** What else is to be known before somebody is given up. */
  async circumstances(windowMs: number): Promise<{ databaseUpMs: number; diedLately: number }> {
    const [row] = await rowsOf<{ databaseUpMs: number; diedLately: number }>(
      this.dataSource,
      `select ${milliseconds('now() - pg_postmaster_start_time()')} as "databaseUpMs",
              (select count(*)::int from mailbox.worker where died_at > now() - $1 * interval '1 millisecond') as "diedLately"`,
      [windowMs],
    );
    return row ?? { databaseUpMs: 0, diedLately: 0 };
  }

  /** Gives these runs up, unless they have come back: what they hold is free. Gives the ids of their workers. */
  async bury(incarnations: string[]): Promise<string[]> {
    const rows = await rowsOf<{ worker_id: string }>(
      this.dataSource,
      `update mailbox.worker w set state = 'offline', died_at = now()
        where w.incarnation = any($1) and w.state <> 'offline'
          and (${PULSE_IS_LOST} or w.beat_at < now() - w.dead_after) returning worker_id`,
      [incarnations],
    );
    return rows.map((row) => row.worker_id);
  }

  /** From now on it takes nothing and its accounts are placed elsewhere. False when it is not running. */
  async drain(workerId: string): Promise<boolean> {
    const rows = await rowsOf(
      this.dataSource,
      `update mailbox.worker w set state = 'draining' where worker_id = $1 and w.state <> 'offline' returning worker_id`,
      [workerId],
    );
    return rows.length > 0;
  }

  /** Nobody else gives accounts to workers until the end of the transaction: the counts of {@link live} hold until then. */
  async takeTurn(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('wagate/placement'))`);
  }

  /** Inside a transaction pass it on: one that waits for a second connection of the pool can starve with others like it. */
  async live(db: Queryable = this.dataSource): Promise<LiveWorker[]> {
    return rowsOf<LiveWorker>(
      db,
      `select w.state, ${COLUMNS} from mailbox.worker w where w.in_transport and w.state <> 'offline'`,
    );
  }

  /** All that are known, those that ended within the last day included. */
  async known(): Promise<KnownWorker[]> {
    return rowsOf<KnownWorker>(
      this.dataSource,
      `select w.state, ${COLUMNS}, w.endpoint,
              w.messages::float8 as messages, w.started_at as "startedAt", w.beat_at as "beatAt"
         from mailbox.worker w order by w.worker_id`,
    );
  }

  /** Forgets a worker: at once when it does not run, else when its run has ended. False when it is not known. */
  async remove(workerId: string): Promise<boolean> {
    const gone = await rowsOf(
      this.dataSource,
      `delete from mailbox.worker w where worker_id = $1 and w.state = 'offline' returning worker_id`,
      [workerId],
    );
    const ending = await rowsOf(
      this.dataSource,
      `update mailbox.worker set removed = true, state = 'draining' where worker_id = $1 returning worker_id`,
      [workerId],
    );
    return gone.length + ending.length > 0;
  }

  async forgetOld(): Promise<void> {
    await this.dataSource.query(
      `delete from mailbox.worker w where w.state = 'offline' and beat_at < now() - interval '1 day'`,
    );
  }
}

const INSERT = `insert into mailbox.worker (incarnation, worker_id, state, max_sessions) values ($1, $2, 'ready', $3)`;
