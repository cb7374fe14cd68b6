/**
 * Calls that come in. WhatsApp lets a linked device know of them and reject them, not take them. It owns no table: a call is an
 * event, and whose it is the worker remembers. events calls {@link callEvent}.
 */
export { callEvent } from './call-event.js';
export { CallsModule } from './calls.module.js';
