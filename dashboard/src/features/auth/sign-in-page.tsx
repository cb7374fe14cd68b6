import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTitle } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { answer, api, ApiProblem, fieldError, logIn, register } from '@/lib/api';

/** The form that stands where the pages would be: log in, or register where that is open. */
export function SignInPage({ expired }: { expired: boolean }) {
  const [mode, setMode] = useState<'login' | 'register'>('login');
  const installation = useQuery({
    queryKey: ['installation'],
    queryFn: () => answer(api.GET('/api/v1/installation')),
  });
  const registering = mode === 'register';
  useTitle(registering ? 'Register' : 'Log in');
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-6 p-6">
      <header className="grid justify-items-center gap-3 text-center">
        <img src="/dashboard/icon.svg" alt="" className="size-12" />
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">
            {registering ? 'Make an account' : 'Log in to WaGate'}
          </h1>
          <p className="text-muted-foreground">Many WhatsApp accounts behind one API.</p>
        </div>
      </header>
      {expired && (
        <p role="status" className="rounded-lg bg-warning-soft p-3 text-warning">
          Your sign-in is over. Log in again, and you are back where you were.
        </p>
      )}
      <Credentials key={mode} registering={registering} />
      {installation.data?.registration === 'open' && (
        <p className="text-center text-muted-foreground">
          {registering ? 'You have an account already?' : 'No account yet?'}{' '}
          <Button variant="link" size="sm" className="px-1" onClick={() => setMode(registering ? 'login' : 'register')}>
            {registering ? 'Log in' : 'Register'}
          </Button>
        </p>
      )}
    </main>
  );
}

function Credentials({ registering }: { registering: boolean }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    (registering ? register(email, password) : logIn(email, password)).catch(setError).finally(() => setBusy(false));
  };
  const aboutFields = error instanceof ApiProblem && error.fields.length > 0;
  return (
    <form onSubmit={submit} className="grid gap-4 rounded-xl border bg-card p-5" noValidate>
      <Field label="E-mail" error={fieldError(error, 'email')}>
        <Input type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.target.value)} />
      </Field>
      <Field
        label="Password"
        error={fieldError(error, 'password')}
        {...(registering && { hint: '8 characters at least. A few words are best.' })}
      >
        <Input
          type="password"
          autoComplete={registering ? 'new-password' : 'current-password'}
          required
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
      </Field>
      {!aboutFields && <ProblemNote error={error} />}
      <Button type="submit" busy={busy}>
        {registering ? 'Register' : 'Log in'}
      </Button>
    </form>
  );
}
