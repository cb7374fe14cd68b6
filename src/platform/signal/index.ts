/**
 * Waiting for a state of the database inside one process: whoever changes the state notifies, whoever waits looks again.
 * It owns no table. A notification is a hint: it may come from another process through the transport, or not at all, so a
 * wait also looks by itself now and then. Import {@link SignalModule} once and inject {@link Signals}.
 */
export { SignalModule } from './signal.module.js';
export { Signals, type WaitLimits } from './signals.js';
