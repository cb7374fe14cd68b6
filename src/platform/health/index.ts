/**
 * Says whether this process works: to load balancers, to whoever runs it, to the other role. It owns no table. Modules that
 * depend on something register a check with {@link Readiness}, which keeps looks for a second and changes its mind after two of them, those with more to say use {@link HealthReport}; `main.ts` keeps {@link HEALTH_PATHS} out of the API's prefix.
 */
export { HealthModule } from './health.module.js';
export { HEALTH_PATHS } from './health.controller.js';
export { HealthReport } from './health-report.js';
export { type HealthCheckResult, type Judgement, Readiness } from './readiness.js';
