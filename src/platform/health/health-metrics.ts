import { gauge } from '../metrics/index.js';

export const dependencyUp = gauge(
  'wagate_dependency_up',
  '1 while the check of health of what this process depends on is well, as /health/detailed says; looked at in each scrape',
  ['dependency'],
  () => look(),
);

export const checkDuration = gauge(
  'wagate_dependency_check_duration_seconds',
  'How long its last check took',
  ['dependency'],
  () => look(),
);

let look: () => Promise<void> = () => Promise.resolve();

/** From now on each scrape looks at health first, which is quick: looks are kept for a second, and end within one. */
export function measureHealth(run: () => Promise<unknown>): void {
  look = async () => void (await run());
}
