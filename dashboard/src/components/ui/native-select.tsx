import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { fieldClasses } from './input';

/** The browser's own list: best on phones, and it needs no styles of its own at run time. */
export function NativeSelect({ className, ...props }: ComponentProps<'select'>) {
  return (
    <div className={cn('relative', className)}>
      <select className={cn(fieldClasses, 'h-9 appearance-none pr-9')} {...props} />
      <ChevronDown className="pointer-events-none absolute top-2.5 right-3 size-4 text-muted-foreground" aria-hidden />
    </div>
  );
}
