import { CircleAlert } from 'lucide-react';
import { problemOf } from '@/lib/api';
import { Button } from './ui/button';

/** What went wrong, in the words of the gateway; nothing when nothing did. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  if (error === null || error === undefined) return null;
  const { title, detail, code, fields } = problemOf(error);
  return (
    <div role="alert" className="flex gap-3 rounded-lg bg-danger-soft p-3 text-destructive">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="grid min-w-0 gap-1">
        <p className="font-medium">{title}</p>
        {detail !== '' && <p className="break-words">{detail}</p>}
        {fields.length > 0 && (
          <ul className="list-disc pl-4">
            {fields.map(({ pointer, detail: wrong }) => (
              <li key={pointer + wrong}>
                <code className="font-mono">{pointer.replace(/^\//, '')}</code> {wrong}
              </li>
            ))}
          </ul>
        )}
        <div className="flex items-center gap-3 text-xs">
          <code className="font-mono">{code}</code>
          {retry && (
            <Button variant="outline" size="sm" onClick={retry} className="text-foreground">
              Try again
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
