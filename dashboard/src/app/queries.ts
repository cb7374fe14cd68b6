import { MutationCache, QueryClient } from '@tanstack/react-query';
import { currentSignIn, onSignInChange, problemOf } from '@/lib/api';
import { sayProblem } from '@/components/toasts';

const MAX_RETRIES = 2;

declare module '@tanstack/react-query' {
  interface Register {
    /** `shown: true`: the component shows the error itself, where it belongs. */
    mutationMeta: { shown?: boolean };
  }
}

/** What the gateway refused it will refuse again; only what it could not serve just now is asked for once more. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < MAX_RETRIES && mayHelp(error),
      retryDelay: (attempt) => Math.min(1_000 * 2 ** attempt, 8_000),
    },
    mutations: { networkMode: 'always' },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, { meta }) => {
      if (meta?.shown !== true) sayProblem(error);
    },
  }),
});

// What one user saw is not for the next one.
onSignInChange(() => {
  if (currentSignIn().state === 'out') queries.clear();
});

function mayHelp(error: unknown): boolean {
  const { status } = problemOf(error);
  return status === 0 || status >= 500;
}
