import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** Scrolls sideways by itself when it is wider than the page. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="group" aria-label={props['aria-label']}>
      <table className={cn('w-full text-left', className)} {...props} />
    </div>
  );
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn('border-b px-4 py-2 text-xs font-medium whitespace-nowrap text-muted-foreground', className)}
      {...props}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('border-b px-4 py-2.5 align-middle [tr:last-child>&]:border-0', className)} {...props} />;
}
