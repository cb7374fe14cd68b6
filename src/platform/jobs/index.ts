/**
 * Work that comes up again and again and that one process of the installation does at a time: erasing what is old, making
 * room for what comes. It owns no table; PostgreSQL's advisory locks say whose turn it is. Modules make a {@link ScheduledJob}
 * and start and stop it with themselves.
 */
export { alone } from './alone.js';
export { ScheduledJob, type ScheduledJobOptions } from './scheduled-job.js';
