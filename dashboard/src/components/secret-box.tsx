import { TriangleAlert } from 'lucide-react';
import { CopyButton } from './copy-button';

/** Something that is shown once and never again. */
export function SecretBox({ label, secret }: { label: string; secret: string }) {
  return (
    <div className="grid gap-2 rounded-lg border bg-muted p-3">
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium">{label}</span>
        <CopyButton text={secret} />
      </div>
      <code className="font-mono text-xs break-all" data-testid="secret">
        {secret}
      </code>
      <p className="flex gap-2 text-xs text-warning">
        <TriangleAlert className="size-4 shrink-0" aria-hidden />
        Copy it now: it is kept only as a hash, and can not be shown again.
      </p>
    </div>
  );
}
