import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { CopyButton } from '@/components/copy-button';
import { ProblemNote } from '@/components/problem-note';
import { useNow } from '@/components/time';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { answer, api, fieldError, type Schemas } from '@/lib/api';
import { countdown } from '@/lib/time';

/** Links by a code that one types into the phone, for who can not scan. */
export function PairingCode({ sessionId }: { sessionId: string }) {
  const [phoneNumber, setPhoneNumber] = useState('');
  const ask = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      answer(
        api.POST('/api/v1/sessions/{sessionId}/pairing-code', {
          params: { path: { sessionId } },
          body: { phoneNumber },
        }),
      ),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  const wrong = fieldError(ask.error, 'phoneNumber');
  return (
    <section className="grid content-start gap-3" aria-label="With a pairing code">
      <h3 className="font-medium">Or type a code into the phone</h3>
      <p className="text-muted-foreground">
        On the phone: Linked devices, Link a device, Link with phone number instead.
      </p>
      <form onSubmit={submit} className="grid justify-items-start gap-3" noValidate>
        <Field label="Phone number" hint="Of the phone to link, in international form." error={wrong}>
          <Input
            type="tel"
            value={phoneNumber}
            placeholder="+62 812 3456 789"
            onChange={({ target }) => setPhoneNumber(target.value)}
          />
        </Field>
        {wrong === undefined && <ProblemNote error={ask.error} />}
        <Button type="submit" variant="outline" busy={ask.isPending} disabled={phoneNumber.trim() === ''}>
          Get a code
        </Button>
      </form>
      {ask.data !== undefined && <Code answer={ask.data} />}
    </section>
  );
}

function Code({ answer: { pairingCode, expiresAt } }: { answer: Schemas['PairingCodeAnswerDto'] }) {
  const seconds = (new Date(expiresAt).getTime() - useNow().getTime()) / 1000;
  if (seconds <= 0) return <p role="status">The code is over. Get another one.</p>;
  return (
    <div className="grid justify-items-start gap-2 rounded-lg border bg-muted p-3">
      <output aria-label="Pairing code" className="font-mono text-2xl font-semibold tracking-widest">
        {pairingCode}
      </output>
      <div className="flex items-center gap-3">
        <CopyButton text={pairingCode} />
        <span role="timer" className="tabular-nums">
          Good for {countdown(seconds)}
        </span>
      </div>
    </div>
  );
}
