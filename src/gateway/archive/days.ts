import type { Span } from '../messaging/index.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DAY_MS = 24 * 3_600_000;

/** Days are texts such as 2026-01-15 and begin at midnight in UTC. */
export function isDay(text: string): boolean {
  return DAY.test(text);
}

export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

export function dayAfter(day: string): string {
  return dayOf(new Date(beginOf(day).getTime() + DAY_MS));
}

/** From the begin of the one to the begin of the other. */
export function daysBetween(from: string, until: string): Span {
  return { from: beginOf(from), until: beginOf(until) };
}

function beginOf(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
