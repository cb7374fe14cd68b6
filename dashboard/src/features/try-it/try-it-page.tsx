import { SquareTerminal } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { CopyButton } from '@/components/copy-button';
import { Empty } from '@/components/empty';
import { Page } from '@/components/page';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/lib/cn';
import { forgetCalls, onRecordedCall, type RecordedCall, recordedCalls } from '@/lib/api/recorder';
import { TOKEN_PLACEHOLDER } from '@/lib/api/curl';

/** What the pages did, as lines for a shell: the way from clicking to programming. */
export function TryItPage() {
  const calls = useSyncExternalStore(onRecordedCall, recordedCalls);
  const [changesOnly, setChangesOnly] = useState(false);
  const [chosenId, setChosenId] = useState<number | null>(null);
  const shown = changesOnly ? calls.filter(({ method }) => method !== 'GET') : calls;
  const chosen = shown.find(({ id }) => id === chosenId) ?? shown[0];
  return (
    <Page
      title="Try it"
      about="Whatever these pages do, they do through the API. Here is each call as a line for a shell, the newest first."
      actions={
        <>
          <label className="flex h-9 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-primary"
              checked={changesOnly}
              onChange={({ target }) => setChangesOnly(target.checked)}
            />
            Only what changes something
          </label>
          <Button variant="outline" onClick={forgetCalls}>
            Clear
          </Button>
        </>
      }
    >
      <Card className="grid overflow-hidden md:grid-cols-[22rem_1fr]">
        {chosen === undefined ? (
          <div className="md:col-span-2">
            <Empty icon={SquareTerminal} title="No calls yet">
              <p>Use another page, such as sending a message, and come back: the calls it made are listed here.</p>
            </Empty>
          </div>
        ) : (
          <>
            <ul className="max-h-[26rem] overflow-y-auto border-r max-md:border-b" aria-label="Calls">
              {shown.map((call) => (
                <CallRow key={call.id} call={call} chosen={call === chosen} onChoose={() => setChosenId(call.id)} />
              ))}
            </ul>
            <Curl call={chosen} />
          </>
        )}
      </Card>
    </Page>
  );
}

function CallRow({ call, chosen, onChoose }: { call: RecordedCall; chosen: boolean; onChoose(): void }) {
  const { method, path, status } = call;
  return (
    <li>
      <button
        type="button"
        aria-current={chosen || undefined}
        onClick={onChoose}
        className={cn(
          'flex w-full items-center gap-2 border-b px-3 py-2 text-left -outline-offset-2 hover:bg-muted',
          chosen && 'bg-accent hover:bg-accent',
        )}
      >
        <span className="w-14 shrink-0 font-mono text-xs font-semibold">{method}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs">{path.replace('/api/v1', '')}</span>
        <Badge tone={status === undefined ? 'neutral' : status >= 200 && status < 400 ? 'good' : 'danger'}>
          {status === undefined ? '…' : status === 0 ? 'no answer' : status}
        </Badge>
      </button>
    </li>
  );
}

function Curl({ call: { curl } }: { call: RecordedCall }) {
  return (
    <div className="grid min-w-0 content-start gap-3 p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">As a line for a shell</h2>
        <CopyButton text={curl} />
      </div>
      <pre className="overflow-x-auto rounded-lg bg-muted p-3 font-mono text-xs" tabIndex={0} data-testid="curl">
        {curl}
      </pre>
      <p className="text-muted-foreground">
        <code className="font-mono">{TOKEN_PLACEHOLDER}</code> stands for an access token or an API key: put yours into
        the shell with <code className="font-mono">TOKEN=wag_…</code>. The keys are made on the page API keys.
      </p>
    </div>
  );
}
