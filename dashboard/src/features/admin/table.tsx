import type { ComponentProps, ReactNode } from 'react';

/** A table that scrolls to the side where there is no room, with the keyboard too. */
export function Table({ label, head, children }: { label: string; head: string[]; children: ReactNode }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="bg-card overflow-x-auto rounded-xl border">
      <table className="w-full text-left text-sm">
        <thead className="text-muted-foreground border-b">
          <tr>
            {head.map((title) => (
              <th key={title} scope="col" className="px-4 py-2 font-medium whitespace-nowrap">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">{children}</tbody>
      </table>
    </div>
  );
}

export function Cell({ className = '', ...props }: ComponentProps<'td'>) {
  return <td className={`px-4 py-2 align-middle ${className}`} {...props} />;
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="text-muted-foreground rounded-xl border border-dashed p-8 text-center text-sm">{children}</p>;
}
