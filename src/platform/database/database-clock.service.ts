import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Log } from '../logging/index.js';
import { Loop } from '../loop/index.js';

const SAMPLE_MS = 10_000;
const STOP_LIMIT_MS = 1_000;
/** An answer that took longer says too little. */
const ROUND_TRIP_LIMIT_MS = 500;

/**
 * The time of the database, as well as this process knows it: what is compared between processes must not depend on the clocks
 * of their machines, which may differ or be set back. Good to some milliseconds; until the first sample it is the machine's.
 */
@Injectable()
export class DatabaseClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sampling: Loop;
  /** From the time of this process, which nobody sets, to the database's. */
  private offsetMs = performance.timeOrigin;

  constructor(
    private readonly dataSource: DataSource,
    log: Log,
  ) {
    this.sampling = new Loop({ name: 'database clock', run: () => this.sample(), idleMs: SAMPLE_MS, log });
  }

  onApplicationBootstrap(): void {
    this.sampling.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sampling.stop(STOP_LIMIT_MS);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Math.round(performance.now() + this.offsetMs);
  }

  private async sample(): Promise<'idle'> {
    const askedAt = performance.now();
    const [row] = (await this.dataSource.query('select extract(epoch from clock_timestamp())::float8 as seconds')) as {
      seconds: number;
    }[];
    const answeredAt = performance.now();
    const inTime = answeredAt - askedAt < ROUND_TRIP_LIMIT_MS;
    if (row && inTime) this.offsetMs = row.seconds * 1000 - (askedAt + answeredAt) / 2;
    return 'idle';
  }
}
