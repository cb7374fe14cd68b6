import { KeyRound, MoreHorizontal, Pause, Pencil, Play, Rewind, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Confirm } from '@/components/confirm';
import { say } from '@/components/toasts';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { Schemas } from '@/lib/api';
import { Replay } from './replay';
import { RotateSecret } from './rotate-secret';
import { WebhookForm } from './webhook-form';
import { changeWebhook, deleteWebhook, testWebhook, useWebhookAct, type Webhook } from './webhook-queries';

type Test = Schemas['WebhookTestDto'];
type Asked = 'edit' | 'rotate' | 'replay' | 'delete' | null;

/** What can be done with one webhook. */
export function WebhookActions({ webhook, onTested }: { webhook: Webhook; onTested(answer: Test): void }) {
  const { id, active } = webhook;
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  const test = useWebhookAct(() => testWebhook(id), { shown: false });
  const turn = useWebhookAct(() => changeWebhook(id, { active: !active }), { shown: false });
  return (
    <>
      <Button variant="outline" busy={test.isPending} onClick={() => test.mutate(undefined, { onSuccess: onTested })}>
        <Zap aria-hidden />
        Test
      </Button>
      <Button variant="outline" busy={turn.isPending} onClick={() => turn.mutate(undefined)}>
        {active ? <Pause aria-hidden /> : <Play aria-hidden />}
        {active ? 'Pause' : 'Resume'}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="outline" size="icon" aria-label="More">
            <MoreHorizontal aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsked('edit')}>
            <Pencil aria-hidden />
            Edit
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsked('replay')}>
            <Rewind aria-hidden />
            Replay
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsked('rotate')}>
            <KeyRound aria-hidden />
            New secret
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger onSelect={() => setAsked('delete')}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {asked === 'edit' && <EditWebhook webhook={webhook} close={close} />}
      {asked === 'replay' && <Replay webhook={webhook} close={close} />}
      {asked === 'rotate' && <RotateSecret id={id} close={close} />}
      <DeleteWebhook webhook={webhook} open={asked === 'delete'} close={close} />
    </>
  );
}

function EditWebhook({ webhook, close }: { webhook: Webhook; close(): void }) {
  const change = useWebhookAct((body: Schemas['ChangeWebhookDto']) => changeWebhook(webhook.id, body));
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent title="Edit the webhook">
        <WebhookForm
          webhook={webhook}
          action="Save"
          busy={change.isPending}
          error={change.error}
          submit={(wish) => change.mutate(wish, { onSuccess: close })}
        />
      </DialogContent>
    </Dialog>
  );
}

function DeleteWebhook({ webhook: { id, url }, open, close }: { webhook: Webhook; open: boolean; close(): void }) {
  const [, goTo] = useLocation();
  const run = async () => {
    await deleteWebhook(id);
    say('The webhook is deleted');
    goTo('/webhooks');
  };
  return (
    <Confirm open={open} onOpenChange={close} title="Delete the webhook" action="Delete it" run={run}>
      <p>
        <b className="break-all">{url}</b> is told of nothing any more. What waits to be delivered to it is dropped, and
        so are its dead letters, its history and its secret. The event log keeps the events.
      </p>
    </Confirm>
  );
}

/** What the endpoint said to the ping. */
export function TestAnswer({ answer: { delivered, status, durationMs, error, response } }: { answer: Test }) {
  return (
    <div role="status" className="grid gap-1 rounded-lg border bg-card p-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={delivered ? 'good' : 'danger'}>{status ?? 'no answer'}</Badge>
        {delivered ? 'The endpoint took the test' : 'The endpoint did not take the test'}, within {durationMs} ms.
      </p>
      {error !== null && <p className="break-words text-destructive">{error}</p>}
      {response !== null && response !== '' && (
        <code className="font-mono text-xs break-all text-muted-foreground">{response}</code>
      )}
    </div>
  );
}
