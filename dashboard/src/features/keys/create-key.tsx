import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { SecretBox } from '@/components/secret-box';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { useSessions } from '@/features/sessions/session-queries';
import { fieldError, type Schemas } from '@/lib/api';
import { ALL_SCOPES, SCOPES, type Scope, useCreateKey } from './key-queries';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIVES_DAYS = [30, 90, 365];

/** Makes a key, and shows it once. */
export function CreateKey() {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Schemas['CreatedApiKeyDto'] | null>(null);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) setMade(null);
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button>
          <Plus aria-hidden />
          New API key
        </Button>
      </DialogTrigger>
      {made === null ? (
        <DialogContent
          title="New API key"
          description="For a program that acts in your name. Give it no more than it needs."
        >
          <KeyForm onMade={setMade} />
        </DialogContent>
      ) : (
        <DialogContent title={`${made.name} is made`} description="Programs send it in the header X-API-Key.">
          <SecretBox label="API key" secret={made.key} />
          <DialogFooter>
            <DialogClose asChild>
              <Button>I have copied it</Button>
            </DialogClose>
          </DialogFooter>
        </DialogContent>
      )}
    </Dialog>
  );
}

function KeyForm({ onMade }: { onMade(key: Schemas['CreatedApiKeyDto']): void }) {
  const { data: sessions = [] } = useSessions();
  const create = useCreateKey();
  const [name, setName] = useState('');
  const [sessionId, setSessionId] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(ALL_SCOPES);
  const [days, setDays] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    create.mutate({ name, scopes, sessionId: sessionId || null, expiresAt }, { onSuccess: onMade });
  };
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      <Field label="Name" hint="What the key is for, such as “Shop backend”." error={fieldError(create.error, 'name')}>
        <Input value={name} onChange={({ target }) => setName(target.value)} />
      </Field>
      <ScopeChoice chosen={scopes} choose={setScopes} error={fieldError(create.error, 'scopes')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Session" error={fieldError(create.error, 'sessionId')}>
          <NativeSelect value={sessionId} onChange={({ target }) => setSessionId(target.value)}>
            <option value="">All of them</option>
            {sessions.map((session) => (
              <option key={session.sessionId} value={session.sessionId}>
                {session.name}
              </option>
            ))}
          </NativeSelect>
        </Field>
        <Field label="Works for" error={fieldError(create.error, 'expiresAt')}>
          <NativeSelect value={days} onChange={({ target }) => setDays(target.value)}>
            <option value="">Until it is revoked</option>
            {LIVES_DAYS.map((many) => (
              <option key={many} value={many}>
                {many} days
              </option>
            ))}
          </NativeSelect>
        </Field>
      </div>
      {create.error?.message !== undefined && fieldError(create.error, 'name') === undefined && (
        <ProblemNote error={create.error} />
      )}
      <DialogFooter>
        <Button type="submit" busy={create.isPending}>
          Make it
        </Button>
      </DialogFooter>
    </form>
  );
}

interface ScopeChoiceProps {
  chosen: Scope[];
  choose(scopes: Scope[]): void;
  error: string | undefined;
}

function ScopeChoice({ chosen, choose, error }: ScopeChoiceProps) {
  const toggle = (scope: Scope) =>
    choose(ALL_SCOPES.filter((one) => (one === scope ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium">It may</legend>
      <div className="grid gap-1.5 sm:grid-cols-2">
        {ALL_SCOPES.map((scope) => (
          <label key={scope} className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-0.5 size-4 accent-primary"
              checked={chosen.includes(scope)}
              onChange={() => toggle(scope)}
            />
            <span className="grid">
              {SCOPES[scope]}
              <code className="font-mono text-xs text-muted-foreground">{scope}</code>
            </span>
          </label>
        ))}
      </div>
      {error !== undefined && <p className="text-xs text-destructive">{error}</p>}
    </fieldset>
  );
}
