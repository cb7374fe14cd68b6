import { counter, histogram, SHORT } from '../metrics/index.js';

export const requests = counter('wagate_http_requests_total', 'Requests that were answered', [
  'method',
  'route',
  'status',
]);

/** Without the status: it would make ten times as many series. */
export const requestDuration = histogram(
  'wagate_http_request_duration_seconds',
  'Time from the request to the end of the answer; streams of events, which have no end, are not in it',
  SHORT,
  ['method', 'route'],
);

export const rateLimited = counter(
  'wagate_rate_limit_hits_total',
  'Requests that were refused with 429, by the limit that they met',
  ['limit'],
);
