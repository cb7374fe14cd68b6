import { Injectable } from '@nestjs/common';
import type { Gauge } from 'prom-client';
import { Log } from '../logging/index.js';
import { counter } from './registry.js';

/** Prometheus asks every 15 s; several of them, or somebody's loop, must not cost the database more. */
const KEPT_MS = 5_000;
const READ_LIMIT_MS = 2_000;

const failures = counter(
  'wagate_figures_read_failures_total',
  'Figures of the installation that could not be read from the database in time; they are absent meanwhile',
  ['figures'],
);

/** One value of one gauge. */
export interface Figure {
  gauge: Gauge;
  value: number;
  labels?: Record<string, string>;
}

interface Source {
  name: string;
  gauges: Gauge[];
  read: () => Promise<Figure[]>;
}

/**
 * What is true of the whole installation, not of this process, and stands in the database. Every gateway tells the same, so
 * these are never to be added up over processes: their names begin with `wagate_installation_`.
 */
@Injectable()
export class InstallationFigures {
  private readonly sources: Source[] = [];
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;

  constructor(private readonly log: Log) {}

  /** `read` is asked every 5 s at most, and must be cheap for the database. What it does not give is absent. */
  add(source: Source): void {
    this.sources.push(source);
    source.gauges.forEach(clear);
  }

  /** Brings the gauges up to date, within two seconds. What can not be read is absent, rather than old. */
  async refresh(): Promise<void> {
    if (performance.now() - this.readAt < KEPT_MS) return;
    this.reading ??= this.readAll().finally(() => (this.reading = null));
    await this.reading;
  }

  private async readAll(): Promise<void> {
    await Promise.all(this.sources.map((source) => this.readOne(source)));
    this.readAt = performance.now();
  }

  private async readOne({ name, gauges, read }: Source): Promise<void> {
    const figures = await inTime(read()).catch((err: unknown) => {
      failures.inc({ figures: name });
      this.log.debug({ figures: name, err }, 'figures of the installation could not be read');
      return [];
    });
    gauges.forEach(clear);
    for (const { gauge, value, labels } of figures) gauge.set(labels ?? {}, value);
  }
}

/** Absent, which is not the same as the 0 that the library makes of a gauge without labels. */
function clear(gauge: Gauge): void {
  gauge.reset();
  const { labelNames } = gauge as unknown as { labelNames: string[] };
  if (labelNames.length === 0) gauge.remove();
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, READ_LIMIT_MS, new Error(`no answer within ${READ_LIMIT_MS} ms`));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
