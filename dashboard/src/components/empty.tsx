import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Says that there is nothing yet, and what to do about it. */
export function Empty({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <div className="grid place-items-center gap-3 px-6 py-14 text-center">
      <span className="rounded-full bg-accent p-3 text-accent-foreground">
        <Icon className="size-6" aria-hidden />
      </span>
      <p className="text-base font-semibold">{title}</p>
      {children !== undefined && (
        <div className="grid max-w-prose justify-items-center gap-4 text-muted-foreground">{children}</div>
      )}
    </div>
  );
}
