import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { ProblemNote } from '@/components/problem-note';
import { SecretBox } from '@/components/secret-box';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { answer, api, fieldError, type Schemas } from '@/lib/api';
import { sessionKeys } from './session-queries';

/** Makes a session, shows its secrets once, and leads to where it is connected. */
export function CreateSession() {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Schemas['CreatedSessionDto'] | null>(null);
  const [, goTo] = useLocation();
  const change = (next: boolean) => {
    setOpen(next);
    if (!next && made !== null) goTo(`/sessions/${made.sessionId}`);
    if (!next) setMade(null);
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button>
          <Plus aria-hidden />
          New session
        </Button>
      </DialogTrigger>
      {made === null ? (
        <DialogContent title="New session" description="One WhatsApp account. You connect it in the next step.">
          <SessionForm onMade={setMade} />
        </DialogContent>
      ) : (
        <DialogContent
          title={`${made.name} is made`}
          description="Programs that send and read as this session need its key."
        >
          <SecretBox label="API key" secret={made.apiKey} />
          {made.webhookSecret !== undefined && <SecretBox label="Webhook secret" secret={made.webhookSecret} />}
          <DialogFooter>
            <Button onClick={() => change(false)}>Go on and connect it</Button>
          </DialogFooter>
        </DialogContent>
      )}
    </Dialog>
  );
}

function SessionForm({ onMade }: { onMade(session: Schemas['CreatedSessionDto']): void }) {
  const [name, setName] = useState('');
  const [sessionId, setSessionId] = useState('');
  const [webhookUrl, setWebhookUrl] = useState('');
  const queries = useQueryClient();
  const create = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      answer(
        api.POST('/api/v1/sessions', {
          body: { ...(name && { name }), ...(sessionId && { sessionId }), ...(webhookUrl && { webhookUrl }) },
        }),
      ),
    onSuccess: (session) => {
      void queries.invalidateQueries({ queryKey: sessionKeys.list, exact: true });
      onMade(session);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      <Field label="Name" hint="For people, such as “Support line”." error={fieldError(create.error, 'name')}>
        <Input value={name} onChange={(e) => setName(e.target.value)} />
      </Field>
      <Field
        label="Session id"
        hint="For programs: letters, digits, _ and -. Left empty, one is made."
        error={fieldError(create.error, 'sessionId')}
      >
        <Input
          value={sessionId}
          onChange={(e) => setSessionId(e.target.value)}
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Field
        label="Webhook URL (optional)"
        hint="Where everything that happens is posted. More can be added later."
        error={fieldError(create.error, 'webhookUrl')}
      >
        <Input type="url" value={webhookUrl} onChange={(e) => setWebhookUrl(e.target.value)} placeholder="https://" />
      </Field>
      {fieldError(create.error, 'name') === undefined && <ProblemNote error={create.error} />}
      <DialogFooter>
        <Button type="submit" busy={create.isPending}>
          Make it
        </Button>
      </DialogFooter>
    </form>
  );
}
