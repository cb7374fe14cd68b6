import { type FormEvent, useState } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { say } from '@/components/toasts';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { useSessions } from '@/features/sessions/session-queries';
import { fieldError, type Schemas } from '@/lib/api';
import { replay, useWebhookAct, type Webhook } from './webhook-queries';

/** Sends again what happened since a time, or after an event of one session. */
export function Replay({ webhook, close }: { webhook: Webhook; close(): void }) {
  const { data: sessions = [] } = useSessions();
  const [sessionId, setSessionId] = useState(webhook.sessionId ?? '');
  const [since, setSince] = useState<'time' | 'sequence'>('time');
  const [from, setFrom] = useState('');
  const [after, setAfter] = useState('0');
  const again = useWebhookAct((body: Schemas['ReplayDto']) => replay(webhook.id, body));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const point = since === 'time' ? { from: new Date(from).toISOString() } : { after: Number(after) };
    again.mutate({ ...point, ...(sessionId && { sessionId }) }, { onSuccess: (done) => (say(saying(done)), close()) });
  };
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent
        title="Replay"
        description="Everything after that point is sent again, in its order, also what was taken before: each with its old id, so that your program can tell."
      >
        <form onSubmit={submit} className="grid gap-4" noValidate>
          {webhook.sessionId === null && (
            <Field label="Session" error={fieldError(again.error, 'sessionId')}>
              <NativeSelect value={sessionId} onChange={({ target }) => setSessionId(target.value)}>
                <option value="">All of them</option>
                {sessions.map((session) => (
                  <option key={session.sessionId} value={session.sessionId}>
                    {session.name}
                  </option>
                ))}
              </NativeSelect>
            </Field>
          )}
          <Field label="Send again">
            <NativeSelect value={since} onChange={({ target }) => setSince(target.value as typeof since)}>
              <option value="time">what happened since a time</option>
              <option value="sequence">what came after an event</option>
            </NativeSelect>
          </Field>
          {since === 'time' ? (
            <Field label="Since" hint="In your time zone." error={fieldError(again.error, 'from')}>
              <Input type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />
            </Field>
          ) : (
            <Field
              label="After"
              hint={sessionId ? 'A sequence number of that session.' : 'A cursor of the event log.'}
              error={fieldError(again.error, 'after')}
            >
              <Input type="number" min={0} value={after} onChange={({ target }) => setAfter(target.value)} />
            </Field>
          )}
          <ProblemNote error={again.error} />
          <DialogFooter>
            <Button type="submit" busy={again.isPending} disabled={since === 'time' ? from === '' : after === ''}>
              Send again
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function saying({ from }: Schemas['ReplayAnswerDto']): string {
  if (from === null) return 'Nothing happened after that point';
  return `Everything from event ${from.sequence} of ${from.sessionId} on is sent again`;
}
