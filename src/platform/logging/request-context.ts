import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  requestId: string;
  /** Where the request came from; absent where it came from another process of ours. */
  address?: string;
}

/** Set by the HTTP edge for everything one request causes; every log line written inside carries the id. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
