import type { ComponentProps } from 'react';

/** The browser's own: works with every keyboard and on every phone. */
export function NativeSelect({ className = '', ...props }: ComponentProps<'select'>) {
  return (
    <select
      className={`border-input bg-background text-foreground focus-visible:ring-ring/50 h-9 rounded-md border px-2 text-sm outline-none focus-visible:ring-[3px] ${className}`}
      {...props}
    />
  );
}
