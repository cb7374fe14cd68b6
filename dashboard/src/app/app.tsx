import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Router } from 'wouter';
import { ProblemNote } from '@/components/problem-note';
import { Toasts } from '@/components/toasts';
import { SignInPage } from '@/features/auth/sign-in-page';
import { currentSignIn, onSignInChange, renew } from '@/lib/api';
import { LiveProvider } from '@/lib/live';
import { queries } from './queries';
import { Shell } from './shell';
import { UserContext } from './user';

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Router base="/dashboard">
        <Gate />
      </Router>
      <Toasts />
    </QueryClientProvider>
  );
}

/** Asks once whether this browser still holds a sign-in; then it is the pages, or the form. */
function Gate() {
  const signIn = useSyncExternalStore(onSignInChange, currentSignIn);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = () => {
    setProblem(null);
    renew().catch(setProblem);
  };
  useEffect(ask, []);

  switch (signIn.state) {
    case 'unknown':
      return problem === null ? null : (
        <main className="mx-auto max-w-md p-6 pt-24">
          <ProblemNote error={problem} retry={ask} />
        </main>
      );
    case 'out':
      return <SignInPage expired={signIn.expired} />;
    case 'in':
      return (
        <UserContext value={signIn.user}>
          <LiveProvider key={signIn.user.id}>
            <Shell />
          </LiveProvider>
        </UserContext>
      );
  }
}
