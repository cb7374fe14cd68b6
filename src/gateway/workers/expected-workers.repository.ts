import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A worker that an administrator has announced. */
export interface ExpectedWorker {
  workerId: string;
  endpoint: string;
  maxSessions: number;
  description: string | null;
}

@Injectable()
export class ExpectedWorkers {
  constructor(private readonly dataSource: DataSource) {}

  list(): Promise<ExpectedWorker[]> {
    return this.dataSource.query(
      `select worker_id as "workerId", endpoint, max_sessions as "maxSessions", description
         from expected_worker order by created_at`,
    );
  }

  /** False when one with this endpoint is expected already. */
  async add({ workerId, endpoint, maxSessions, description }: ExpectedWorker): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `insert into expected_worker (worker_id, endpoint, max_sessions, description) values ($1, $2, $3, $4)
       on conflict do nothing returning worker_id`,
      [workerId, endpoint, maxSessions, description],
    );
    return rows.length > 0;
  }

  /** By its own id, or by the endpoint of the worker that came for it. False when none was expected. */
  async remove(workerId: string, endpoint: string | null): Promise<boolean> {
    const [rows] = (await this.dataSource.query(
      'delete from expected_worker where worker_id = $1 or endpoint = $2 returning worker_id',
      [workerId, endpoint],
    )) as [unknown[], number];
    return rows.length > 0;
  }
}
