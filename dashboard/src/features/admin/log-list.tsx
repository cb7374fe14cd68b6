import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LogEntry } from './admin-api';
import { moment } from './times';
import { windowOf } from './window';

const ROW_PX = 56;
const OVERSCAN = 8;

interface Props {
  entries: LogEntry[];
  /** Loads those that follow; undefined while they come, and when there are none. */
  more: (() => void) | undefined;
  isComplete: boolean;
}

/** All entries in a box that scrolls, of which only those to be seen are in the page. */
export function LogList({ entries, more, isComplete }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const { first, last } = windowOf(view, { rows: entries.length, rowPx: ROW_PX, overscan: OVERSCAN });
  const look = () => {
    const { current } = box;
    if (current) setView({ top: current.scrollTop, height: current.clientHeight });
  };
  useLayoutEffect(look, []);
  useEffect(() => {
    if (last >= entries.length) more?.();
  }, [last, entries.length, more]);
  return (
    <div
      ref={box}
      role="table"
      aria-label="Audit log"
      aria-rowcount={isComplete ? entries.length : -1}
      tabIndex={0}
      onScroll={look}
      className="bg-card focus-visible:ring-ring/50 h-[60dvh] overflow-auto rounded-xl border text-sm outline-none focus-visible:ring-[3px]"
    >
      <div role="rowgroup" className="relative min-w-3xl" style={{ height: entries.length * ROW_PX }}>
        {entries.slice(first, last).map((entry, index) => (
          <Row key={entry.id} entry={entry} at={first + index} />
        ))}
      </div>
    </div>
  );
}

function Row({
  entry: { at, action, actorEmail, actor, target, address, details },
  at: index,
}: {
  entry: LogEntry;
  at: number;
}) {
  const words = Object.entries(details).map(([name, value]) => `${name} ${String(value)}`);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className="absolute inset-x-0 grid grid-cols-[12rem_13rem_1fr_9rem] items-center gap-4 border-b px-4"
      style={{ top: index * ROW_PX, height: ROW_PX }}
    >
      <time role="cell" dateTime={at} className="whitespace-nowrap">
        {moment(at)}
      </time>
      <span role="cell" className="truncate font-medium">
        {action}
      </span>
      <span role="cell" className="min-w-0">
        <span className="block truncate">{actorEmail ?? actor ?? 'nobody who had signed in'}</span>
        <span className="text-muted-foreground block truncate text-xs" title={words.join(', ')}>
          {[target, ...words].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span role="cell" className="text-muted-foreground truncate">
        {address}
      </span>
    </div>
  );
}
