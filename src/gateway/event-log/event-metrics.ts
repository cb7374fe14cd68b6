import { counter } from '../../platform/metrics/index.js';

export const events = counter('wagate_events_total', 'Events in the log, for webhooks and readers', ['type']);
