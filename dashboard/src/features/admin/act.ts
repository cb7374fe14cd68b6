import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Does something for administrators, then looks at all of their pages again. */
export function useAct<T = void, R = unknown>(act: (value: T) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['admin'] }),
  });
}
