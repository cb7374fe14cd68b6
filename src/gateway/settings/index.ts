/**
 * What administrators may set while gateways run, over the environment: who may register, the figures of plans, how long events
 * and files are kept. It owns the table setting. Auth, billing and the jobs that forget ask {@link Settings}, which every gateway
 * keeps up to date; admin shows and changes it.
 */
export type { RuntimeSettings, SettingsWish } from './runtime-settings.js';
export { SettingsModule } from './settings.module.js';
export { Settings } from './settings.service.js';
