import { RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Confirm } from '@/components/confirm';
import { ProblemNote } from '@/components/problem-note';
import { SecretBox } from '@/components/secret-box';
import { Time } from '@/components/time';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import { ALL_SCOPES, type ApiKey, SCOPES, useRevokeKey, useRotateKey } from './key-queries';

/** What can be done with one key. */
export function KeyActions({ apiKey }: { apiKey: ApiKey }) {
  const [asked, setAsked] = useState<'rotate' | 'revoke' | null>(null);
  const close = () => setAsked(null);
  return (
    <div className="flex gap-1">
      <Button variant="outline" size="sm" aria-label={`Rotate ${apiKey.name}`} onClick={() => setAsked('rotate')}>
        <RotateCw aria-hidden />
        Rotate
      </Button>
      <Button variant="outline" size="sm" aria-label={`Revoke ${apiKey.name}`} onClick={() => setAsked('revoke')}>
        <Trash2 aria-hidden />
        Revoke
      </Button>
      {asked === 'rotate' && <RotateKey apiKey={apiKey} close={close} />}
      <RevokeKey apiKey={apiKey} open={asked === 'revoke'} close={close} />
    </div>
  );
}

const OVERLAPS = [
  [0, 'At once'],
  [1, 'After an hour'],
  [24, 'After a day'],
  [168, 'After a week'],
] as const;
const DEFAULT_OVERLAP_HOURS = 24;

function RotateKey({ apiKey: { id, name }, close }: { apiKey: ApiKey; close(): void }) {
  const [hours, setHours] = useState(DEFAULT_OVERLAP_HOURS);
  const rotate = useRotateKey(id);
  const made = rotate.data;
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent
        title={made ? `${name} has a new key` : `Rotate ${name}`}
        description={
          made
            ? undefined
            : 'The same rights under a new key. The old one goes on to work for a while, so that nothing stops.'
        }
      >
        {made ? (
          <>
            <SecretBox label="API key" secret={made.key} />
            {made.previousUntil !== null && (
              <p>
                The key as it was works until <Time at={made.previousUntil} />.
              </p>
            )}
          </>
        ) : (
          <Field label="The old key stops">
            <NativeSelect value={hours} onChange={({ target }) => setHours(Number(target.value))}>
              {OVERLAPS.map(([many, label]) => (
                <option key={many} value={many}>
                  {label}
                </option>
              ))}
            </NativeSelect>
          </Field>
        )}
        <ProblemNote error={rotate.error} />
        <DialogFooter>
          {made ? (
            <Button onClick={close}>I have copied it</Button>
          ) : (
            <Button busy={rotate.isPending} onClick={() => rotate.mutate(hours)}>
              Make the new key
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function RevokeKey({ apiKey, open, close }: { apiKey: ApiKey; open: boolean; close(): void }) {
  const { id, name, prefix, scopes, sessionId, lastUsedAt } = apiKey;
  const revoke = useRevokeKey(id);
  const lost = ALL_SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => SCOPES[scope]);
  return (
    <Confirm
      open={open}
      onOpenChange={close}
      title={`Revoke ${name}`}
      action="Revoke the key"
      run={() => revoke.mutateAsync()}
    >
      <p>
        Every program that uses <code className="font-mono">{prefix}…</code> is refused within two seconds, for good.
        For {sessionId === null ? 'all your sessions' : `the session ${sessionId}`} it can then no longer:
      </p>
      <ul className="list-disc pl-5">
        {lost.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      <p>
        {lastUsedAt === null ? (
          'It was never used.'
        ) : (
          <>
            It was last used <Time at={lastUsedAt} relative />.
          </>
        )}
      </p>
    </Confirm>
  );
}
