import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface Metrics {
  workerId: string;
  sampledAt: Date;
  state: 'ready' | 'draining' | 'offline';
  sessions: number;
  cpuUsage: number;
  memoryUsage: number;
  messages: number;
}

const SAMPLE_SECONDS = 10;
const KEEP = `interval '7 days'`;

/** What all gateways of an installation do together, once: the samples of the metrics, the turns of rebalancing. */
@Injectable()
export class WorkerUpkeep {
  constructor(private readonly dataSource: DataSource) {}

  /** Keeps what the workers report now. Of gateways that do it in the same ten seconds one does. */
  async sample(): Promise<void> {
    await this.dataSource.query(
      `insert into worker_metrics (worker_id, sampled_at, state, sessions, cpu_usage, memory_usage, messages)
       select worker_id, date_bin($1::interval, now(), timestamptz 'epoch'), state, sessions, cpu_usage, memory_usage, messages
         from mailbox.worker where state <> 'offline'
       on conflict do nothing`,
      [`${SAMPLE_SECONDS} seconds`],
    );
    await this.dataSource.query(`delete from worker_metrics where sampled_at < now() - ${KEEP}`);
  }

  /** Newest first. */
  async history(workerId: string, limit: number): Promise<Metrics[]> {
    return this.dataSource.query(
      `select worker_id as "workerId", sampled_at as "sampledAt", state, sessions, cpu_usage as "cpuUsage",
              memory_usage as "memoryUsage", messages::float8 as messages
         from worker_metrics where worker_id = $1 order by sampled_at desc limit $2`,
      [workerId, limit],
    );
  }

  /** True for one gateway in so many seconds. */
  async takeRebalancing(everySeconds: number): Promise<boolean> {
    const [rows] = (await this.dataSource.query(
      `update worker_upkeep set rebalanced_at = now()
        where rebalanced_at < now() - make_interval(secs => $1) returning only_row`,
      [everySeconds],
    )) as [unknown[], number];
    return rows.length > 0;
  }

  async healthMonitor(): Promise<boolean> {
    const [row] = (await this.dataSource.query('select health_monitor as running from worker_upkeep')) as {
      running: boolean;
    }[];
    return row?.running ?? true;
  }

  async setHealthMonitor(running: boolean): Promise<void> {
    await this.dataSource.query('update worker_upkeep set health_monitor = $1', [running]);
  }
}
