/**
 * Which phone numbers are on WhatsApp. It owns no table: WhatsApp is asked by the worker that holds the session, and what it says is
 * remembered for all sessions. messaging asks {@link Numbers} before it accepts a message.
 */
export { NumbersModule } from './numbers.module.js';
export { Numbers } from './numbers.service.js';
