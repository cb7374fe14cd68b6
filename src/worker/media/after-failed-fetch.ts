import type { MediaFailure } from '../../contracts/index.js';

/** Between the tries: the network, or a phone that is off, has most of a day to come back. */
const RETRIES_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000, 12 * 3_600_000];
/** The object store is ours: what waits for it is not the file's failure. */
const STORE_RETRY_MS = 15_000;

export type AfterFailedFetch = { retryInMs: number } | { reason: MediaFailure };

/** What becomes of a file after its `attempts`th try failed. What lies in the file itself is final; all else is tried again. */
export function afterFailedFetch(failure: MediaFailure | 'STORE_AWAY', attempts: number): AfterFailedFetch {
  switch (failure) {
    case 'STORE_AWAY':
      return { retryInMs: STORE_RETRY_MS };
    case 'DAMAGED':
    case 'TOO_LARGE':
    case 'GONE':
      return { reason: failure };
    case 'UNREACHABLE': {
      const retryInMs = RETRIES_MS[attempts - 1];
      return retryInMs === undefined ? { reason: failure } : { retryInMs };
    }
  }
}
