const DAY_MS = 24 * 60 * 60 * 1000;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** The API tells times as ISO 8601, and those of WhatsApp in epoch seconds. */
export function toDate(time: string | number): Date {
  return new Date(typeof time === 'number' ? time * 1000 : time);
}

/** As short as it can be understood, in the reader's zone: the time today, the day this week, else the date. */
export function shortTime(time: string | number, now = new Date()): string {
  const at = toDate(time);
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  return Math.abs(now.getTime() - at.getTime()) < 6 * DAY_MS ? weekday.format(at) : date.format(at);
}

/** To the second, with the zone. */
export const exactTime = (time: string | number): string => exact.format(toDate(time));

export const dayOf = (time: string | number): string => date.format(toDate(time));

const UNITS = [
  ['day', DAY_MS],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
  ['second', 1000],
] as const;

/** “3 minutes ago”, “in 2 hours”. */
export function fromNow(time: string | number, now = new Date()): string {
  const ms = toDate(time).getTime() - now.getTime();
  const [unit, size] = UNITS.find(([, unitMs]) => Math.abs(ms) >= unitMs) ?? ['second', 1000];
  return relative.format(Math.round(ms / size), unit);
}

/** “48 s”, “1:05 min”; never below zero. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  if (left < 60) return `${left} s`;
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} min`;
}
