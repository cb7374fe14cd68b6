import { Time } from '@/components/time';
import { StatusBadge } from '@/features/sessions/status-badge';
import type { Schemas } from '@/lib/api';

/** The steps of a session, newest first. */
export function ConnectionHistory({ steps }: { steps: Schemas['DiagnosticsDto']['history'] }) {
  if (steps.length === 0) return <p className="text-muted-foreground">It was never connected.</p>;
  return (
    <ol className="grid max-h-96 gap-3 overflow-y-auto" tabIndex={0} aria-label="Steps, newest first">
      {steps.map(({ at, status, message, reason, code, worker }) => (
        <li key={at + status} className="grid gap-1">
          <span className="flex items-center justify-between gap-3">
            <StatusBadge status={status} />
            <span className="text-xs text-muted-foreground">
              <Time at={at} />
            </span>
          </span>
          <span className="break-words">{message}</span>
          <span className="text-xs text-muted-foreground">
            {[reason, code !== null && `code ${code}`, worker].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ol>
  );
}
