const DAY_MS = 86_400_000;

/** The time of a message in the reader's zone: the hour today, the day of the week within a week, else the date. */
export function when(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return hour(iso);
  if (now.getTime() - at.getTime() < 6 * DAY_MS) return at.toLocaleDateString(undefined, { weekday: 'short' });
  return at.toLocaleDateString(undefined, { dateStyle: 'short' });
}

export function hour(iso: string): string {
  return new Date(iso).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

export function day(iso: string): string {
  return new Date(iso).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
}
