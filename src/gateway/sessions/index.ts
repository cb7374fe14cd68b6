/**
 * Sessions: one WhatsApp account each, as its owner sees it. It owns the tables `session`, `session_history` and `session_device`, and
 * opens and removes the account that
 * goes with it. Callers' wishes (connect, stop, restart, log out) become wanted states of the account; what workers report
 * comes back through SessionFacts, the only place where a status changes. Messaging asks Sessions whose a session is;
 * events applies the facts, and portability lets sessions go to other installations and come from there.
 */
export { DeviceAlarm } from './device-alarm.service.js';
export { type KnownDevice, SessionDevices } from './session-devices.repository.js';
export { refuseBoundKey, Registration } from './registration.service.js';
export { Removal } from './removal.service.js';
export { SessionEntity } from './session.entity.js';
export { type PastStep, SessionHistory } from './session-history.repository.js';
export { SessionFacts } from './session-facts.service.js';
export type { SessionFact } from './session-state.js';
export { CreateSessionDto } from './sessions.dto.js';
export { SessionsModule } from './sessions.module.js';
export { Sessions } from './sessions.service.js';
export { Wishes } from './wishes.service.js';
