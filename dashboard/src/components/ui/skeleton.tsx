import { cn } from '@/lib/cn';

/** Rows of grey where rows will be. */
export function SkeletonRows({ rows = 4, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" aria-label="Loading" className={cn('grid gap-3 p-4', className)}>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className="h-8 animate-pulse rounded-md bg-muted" />
      ))}
    </div>
  );
}
