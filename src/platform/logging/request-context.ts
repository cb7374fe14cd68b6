import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  requestId: string;
}

/** Set by the HTTP edge for everything one request causes; every log line written inside carries it. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
