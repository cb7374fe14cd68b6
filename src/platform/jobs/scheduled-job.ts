import type { DataSource } from 'typeorm';
import type { Log } from '../logging/index.js';
import { Loop } from '../loop/index.js';
import { alone } from './alone.js';

const STOP_LIMIT_MS = 5_000;

export interface ScheduledJobOptions {
  /** The same in all processes: it is what they take turns by. Appears in the log. */
  name: string;
  /** The rest in ms after a step that found nothing more to do. */
  everyMs: number;
  /** One step, which ends by itself in bounded time; `more` asks for the next one at once. */
  run: () => Promise<'more' | 'idle'>;
  dataSource: DataSource;
  log: Log;
}

/** A loop in every process, of which one at a time does its work. */
export class ScheduledJob {
  private readonly loop: Loop;

  constructor({ name, everyMs, run, dataSource, log }: ScheduledJobOptions) {
    const step = async () => (await alone(dataSource, name, run)) ?? 'idle';
    this.loop = new Loop({ name, run: step, idleMs: everyMs, log });
  }

  start(): void {
    this.loop.start();
  }

  /** Waits for the running step, 5 s at most. */
  async stop(): Promise<void> {
    await this.loop.stop(STOP_LIMIT_MS);
  }
}
