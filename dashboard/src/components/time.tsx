import { useEffect, useState } from 'react';
import { exactTime, fromNow, shortTime, toDate } from '@/lib/time';

/** A time in the reader's zone; to the second when one points at it. */
export function Time({ at, relative = false }: { at: string | number; relative?: boolean }) {
  return (
    <time dateTime={toDate(at).toISOString()} title={exactTime(at)} className="whitespace-nowrap tabular-nums">
      {relative ? fromNow(at) : shortTime(at)}
    </time>
  );
}

/** The time now, anew each `everyMs`: for countdowns. */
export function useNow(everyMs = 1000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
