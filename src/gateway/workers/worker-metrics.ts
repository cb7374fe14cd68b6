import { counter, gauge } from '../../platform/metrics/index.js';

export const deaths = counter('wagate_worker_deaths_total', 'Workers that this gateway gave up as dead');

export const suspected = gauge(
  'wagate_workers_suspected',
  'Workers that seem dead to this gateway and are not given up, since too many do at once',
);

export const placements = counter('wagate_placements_total', 'Sessions that this gateway placed on a worker', [
  'cause',
]);
