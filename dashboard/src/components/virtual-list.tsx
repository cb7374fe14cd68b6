import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from '@/lib/cn';

interface VirtualListProps<T> {
  label: string;
  items: T[];
  keyOf(item: T): string;
  row(item: T, at: number): ReactNode;
  /** About how high a row is; each is measured when it is shown. */
  estimatePx: number;
  className?: string;
  /** Called when the end comes near, as long as there is more. */
  onNearEnd?: (() => void) | undefined;
}

const OVERSCAN = 8;

/** A list of which only the rows in sight exist: 10,000 scroll like ten. */
export function VirtualList<T>({ label, items, keyOf, row, estimatePx, className, onNearEnd }: VirtualListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatePx,
    getItemKey: (at) => keyOf(items[at] as T),
    overscan: OVERSCAN,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - OVERSCAN) onNearEnd?.();
  }, [last, items.length, onNearEnd]);
  return (
    <div ref={scroller} className={cn('overflow-y-auto', className)} tabIndex={0} role="group" aria-label={label}>
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ key, index, start }) => (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start}px)` }}
          >
            {row(items[index] as T, index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
