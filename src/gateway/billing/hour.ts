const HOUR_MS = 3_600_000;

/** The hour of the clock (UTC) that a time lies in: a number that is the same on all machines. */
export function hourOf(now: Date): number {
  return Math.floor(now.getTime() / HOUR_MS);
}

/** Seconds until the hour of the clock is over; at least 1. */
export function secondsLeft(now: Date): number {
  return Math.ceil((HOUR_MS - (now.getTime() % HOUR_MS)) / 1000);
}
