import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestContext {
  /** Absent where no request is behind it. */
  requestId?: string;
  /** Where the request came from; absent where it came from another process of ours. */
  address?: string;
  /** The span whose work this is part of (W3C Trace Context); absent while traces are off, or when nothing of it is measured. */
  traceparent?: string;
}

/** Set by the HTTP edge for everything one request causes; every log line written inside carries the id. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
