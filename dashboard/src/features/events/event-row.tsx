import { ChevronRight } from 'lucide-react';
import { CopyButton } from '@/components/copy-button';
import { Time } from '@/components/time';
import { cn } from '@/lib/cn';
import type { LiveEvent } from '@/lib/live';

interface EventRowProps {
  event: LiveEvent;
  open: boolean;
  toggle(): void;
}

/** One event; opened it shows all of it as JSON. */
export function EventRow({ event, open, toggle }: EventRowProps) {
  const { id, type, sessionId, sequence, createdAt } = event;
  const json = open ? JSON.stringify(event, null, 2) : '';
  return (
    <div className="border-b">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? `event-${id}` : undefined}
        onClick={toggle}
        className="flex w-full items-center gap-3 px-4 py-2 text-left -outline-offset-2 hover:bg-muted"
      >
        <ChevronRight className={cn('size-4 shrink-0 text-muted-foreground', open && 'rotate-90')} aria-hidden />
        <span className="grid min-w-0 flex-1">
          <code className="truncate font-mono text-xs font-medium">{type}</code>
          <span className="truncate text-xs text-muted-foreground">
            {sessionId} · {sequence}
          </span>
        </span>
        <span className="text-xs text-muted-foreground">
          <Time at={createdAt} />
        </span>
      </button>
      {open && (
        <div id={`event-${id}`} className="grid justify-items-start gap-2 bg-muted/40 px-4 py-3">
          <CopyButton text={json} label="Copy the JSON" />
          <pre className="w-full font-mono text-xs break-all whitespace-pre-wrap">{json}</pre>
        </div>
      )}
    </div>
  );
}
