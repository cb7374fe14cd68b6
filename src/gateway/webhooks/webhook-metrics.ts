import { counter, histogram, LONG, SHORT } from '../../platform/metrics/index.js';

export const attempts = counter(
  'wagate_webhook_attempts_total',
  'Requests to webhooks, by what came of them: delivered, retry, dead (a dead letter), gone (switched off)',
  ['result'],
);

export const attemptDuration = histogram(
  'wagate_webhook_attempt_duration_seconds',
  'Time until a webhook answered, or was given up',
  SHORT,
);

export const lag = histogram(
  'wagate_webhook_lag_seconds',
  'From an event to the answer that took it, with all retries in between',
  LONG,
);
