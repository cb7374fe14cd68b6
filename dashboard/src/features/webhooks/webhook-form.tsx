import { type FormEvent, useState } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { TypeChoice } from '@/features/events/type-choice';
import { useSessions } from '@/features/sessions/session-queries';
import { fieldError } from '@/lib/api';
import type { LiveEvent } from '@/lib/live';
import type { EventType, NewWebhook, Webhook } from './webhook-queries';

interface WebhookFormProps {
  /** The one that is changed; absent for a new one. */
  webhook?: Webhook;
  action: string;
  busy: boolean;
  error: unknown;
  submit(wish: NewWebhook): void;
}

export function WebhookForm({ webhook, action, busy, error, submit }: WebhookFormProps) {
  const { data: sessions = [] } = useSessions();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [sessionId, setSessionId] = useState('');
  const [types, setTypes] = useState(() => (webhook?.events ?? []).filter(isType));
  const wish = (): NewWebhook => ({
    url,
    events: types.length === 0 ? ['*'] : types,
    ...(sessionId && { sessionId }),
  });
  const submitted = (event: FormEvent) => {
    event.preventDefault();
    submit(wish());
  };
  return (
    <form onSubmit={submitted} className="grid gap-4" noValidate>
      <Field label="URL" hint="Where events are posted to." error={fieldError(error, 'url')}>
        <Input type="url" placeholder="https://" value={url} onChange={({ target }) => setUrl(target.value)} />
      </Field>
      {webhook === undefined && (
        <Field label="Session" error={fieldError(error, 'sessionId')}>
          <NativeSelect value={sessionId} onChange={({ target }) => setSessionId(target.value)}>
            <option value="">All of them, also later ones</option>
            {sessions.map((session) => (
              <option key={session.sessionId} value={session.sessionId}>
                {session.name}
              </option>
            ))}
          </NativeSelect>
        </Field>
      )}
      <TypeChoice legend="Events" chosen={types} choose={setTypes} />
      {fieldError(error, 'url') === undefined && <ProblemNote error={error} />}
      <DialogFooter>
        <Button type="submit" busy={busy}>
          {action}
        </Button>
      </DialogFooter>
    </form>
  );
}

function isType(type: EventType): type is LiveEvent['type'] {
  return type !== '*';
}
