import type { ComponentProps } from 'react';
import { cn } from './class-names';

const LOOK =
  'border-input placeholder:text-muted-foreground focus-visible:ring-ring/50 w-full min-w-0 rounded-md border bg-transparent px-3 py-2 ' +
  // Below 16 px some phones zoom in when one begins to write.
  'text-base outline-none focus-visible:ring-[3px] md:text-sm';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(LOOK, className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(LOOK, className)} {...props} />;
}

export function Label({ className, ...props }: ComponentProps<'label'>) {
  return <label className={cn('text-sm font-medium', className)} {...props} />;
}
