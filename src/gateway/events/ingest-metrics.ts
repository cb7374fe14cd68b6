import { counter, histogram, SHORT } from '../../platform/metrics/index.js';

export const facts = counter(
  'wagate_facts_total',
  'Facts that workers reported and this gateway made rows and events of',
  ['kind'],
);

export const batchDuration = histogram(
  'wagate_ingest_duration_seconds',
  'Time of one transaction that takes in facts of a session',
  SHORT,
);

export const failures = counter(
  'wagate_ingest_failures_total',
  'Attempts at a fact that could not be applied; after five it is put aside',
);
