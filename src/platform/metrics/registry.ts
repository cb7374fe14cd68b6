import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of this process. A module that is not loaded in this role has none here. */
export const registry = new Registry();

/** Seconds, for what a caller waits for. */
export const SHORT = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds, for what may wait for a phone, a session or an endpoint. */
export const LONG = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 43_200];

/** Names end in `_total`. Labels have few values: never an id, a number, a name or a URL. */
export function counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
  return new Counter({ name, help, labelNames, registers: [registry] });
}

/** `collect` is called before each scrape, to set what is only then looked at. It must be cheap. */
export function gauge<Label extends string>(
  name: string,
  help: string,
  labelNames: Label[] = [],
  collect?: (this: Gauge<Label>) => void | Promise<void>,
): Gauge<Label> {
  return new Gauge({ name, help, labelNames, registers: [registry], ...(collect && { collect }) });
}

/** Names end in `_seconds`; see {@link SHORT} and {@link LONG}. */
export function histogram<Label extends string>(
  name: string,
  help: string,
  buckets: number[],
  labelNames: Label[] = [],
): Histogram<Label> {
  return new Histogram({ name, help, buckets, labelNames, registers: [registry] });
}

/** Since a value of `performance.now()`. */
export function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
