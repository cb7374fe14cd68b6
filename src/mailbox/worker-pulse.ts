import pg from 'pg';

/** What a worker tells of itself with every beat. */
export interface WorkerReport {
  state: 'ready' | 'draining';
  endpoint: string | null;
  sessions: number;
  /** Percent of one processor. */
  cpuUsage: number;
  /** Percent of the memory that the process may use. */
  memoryUsage: number;
  /** In and out, since the run began. */
  messages: number;
}

/** Any constant does; it only has to be the same in every WaGate process. */
export const PULSE_LOCK = 0x7761_7075;

const CONNECT_LIMIT_MS = 2_000;
/** Shorter than what makes a worker count as dead. */
const BEAT_LIMIT_MS = 2_500;

const BEAT = `
  update mailbox.worker
     set beat_at = now(), locked = $8, endpoint = $3, sessions = $4, cpu_usage = $5, memory_usage = $6, messages = $7,
         state = case when $2 = 'draining' then $2 else state end
   where incarnation = $1 and state <> 'offline' returning state`;

/**
 * The heartbeat of one run of a worker. It has a connection of its own and holds an advisory lock on it: when the process
 * is killed, its kernel closes the connection, the lock is gone, and others see it long before a beat is missing.
 */
export class WorkerPulse {
  private client: pg.Client | null = null;
  /** Not while the last connection, which the server still has, holds the lock. */
  private locked = false;

  /** `broken` is called when the connection ends by itself: then the next beat should not wait. */
  constructor(
    private readonly url: string,
    private readonly incarnation: string,
    private readonly broken: () => void,
  ) {}

  /** Gives the state that the database has: an administrator may have made it draining. Null: this run is not registered. */
  async beat(report: WorkerReport): Promise<'ready' | 'draining' | null> {
    const client = (this.client ??= await this.open());
    const { state, endpoint, sessions, cpuUsage, memoryUsage, messages } = report;
    try {
      this.locked ||= await this.lock(client);
      const values = [this.incarnation, state, endpoint, sessions, cpuUsage, memoryUsage, messages, this.locked];
      const { rows } = await client.query<{ state: 'ready' | 'draining' }>(BEAT, values);
      return rows[0]?.state ?? null;
    } catch (error) {
      this.drop(client);
      throw error;
    }
  }

  stop(): void {
    if (this.client) this.drop(this.client);
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'wagate worker pulse',
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: BEAT_LIMIT_MS,
      keepAlive: true,
    });
    for (const end of ['error', 'end'] as const) {
      client.on(end, () => {
        if (this.client !== client) return;
        this.drop(client);
        this.broken();
      });
    }
    await client.connect();
    return client;
  }

  private async lock(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as locked',
      [PULSE_LOCK, this.incarnation],
    );
    return rows[0]?.locked ?? false;
  }

  private drop(client: pg.Client): void {
    if (this.client === client) {
      this.client = null;
      this.locked = false;
    }
    client.end().catch(() => undefined);
  }
}

/** SQL that says whether the worker run `w` holds no lock although it did. */
export const PULSE_IS_LOST = `
  w.locked and w.state <> 'offline' and not exists (
    select 1 from pg_locks l
     where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
       and l.classid = ${PULSE_LOCK} and l.objid = hashtext(w.incarnation::text)::oid and l.objsubid = 2)`;
