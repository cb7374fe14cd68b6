/**
 * What this process has done and how it is, for Prometheus at `/metrics`. It owns no table. A module declares what it measures in a
 * `*-metrics.ts` of its own with {@link counter}, {@link gauge} and {@link histogram}, and counts where it happens; nothing is
 * awaited for it. What holds for the whole installation is read from the database by {@link InstallationFigures}.
 * `docs/metrics.md` lists them all, and a test compares it with a real scrape.
 */
export { type Figure, InstallationFigures } from './installation-figures.js';
export { METRICS_PATH } from './metrics.controller.js';
export { MetricsModule } from './metrics.module.js';
export { counter, gauge, histogram, LONG, secondsSince, SHORT } from './registry.js';
