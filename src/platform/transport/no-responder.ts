/** What a client answers with when nobody listens to the pattern. */
export const NO_RESPONDER = { noResponder: true } as const;

export function isNoResponder(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'noResponder' in error;
}
