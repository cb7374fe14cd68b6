/**
 * Holds callers to limits: so often within a window of time, counted over all processes. It owns no table; the counts are in
 * `Counters` (platform/redis), so losing Redis begins a window anew. Auth counts who comes without a credential, billing what
 * plans allow.
 */
export { LimitsModule } from './limits.module.js';
export { exceeded, type Limit, Limits } from './limits.service.js';
