import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** How everything looks that one writes into. On phones the text is large enough that the browser does not zoom in. */
export const fieldClasses =
  'w-full min-w-0 rounded-md border border-input bg-card px-3 text-base sm:text-sm placeholder:text-muted-foreground disabled:opacity-60 aria-invalid:border-destructive';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(fieldClasses, 'h-9', className)} {...props} />;
}
