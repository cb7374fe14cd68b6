import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Does something, then looks at everything again. `error` is a sentence for people. */
export function useAct<T = void, R = unknown>(act: (value: T) => Promise<R>, done?: (result: R) => void) {
  const client = useQueryClient();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: act,
    onSuccess: (result) => {
      void client.invalidateQueries();
      done?.(result);
    },
  });
  return { act: mutate, isPending, error: error?.message, reset };
}
