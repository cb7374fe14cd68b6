import { counter, gauge, histogram, LONG, SHORT } from '../platform/metrics/index.js';

export const sessions = gauge('wagate_worker_sessions', 'Sessions that this worker holds');

export const connectedSessions = gauge('wagate_worker_connected_sessions', 'Sessions logged in to WhatsApp here');

export const capacity = gauge('wagate_worker_sessions_max', 'Sessions that this worker may hold');

export const cpu = gauge('wagate_worker_cpu_ratio', 'Processor time since the last beat, as a part of one processor');

export const memory = gauge('wagate_worker_memory_ratio', 'Memory as a part of what the process may use');

export const claims = counter(
  'wagate_worker_claims_total',
  'Sessions that this worker took: free ones, or in a fail-over those of a worker that is dead',
  ['cause'],
);

export const releases = counter('wagate_worker_releases_total', 'Sessions that this worker let go of');

export const fences = counter(
  'wagate_worker_fences_total',
  'Sessions that this worker lost: another epoch owns them, and nothing more is written here',
);

export const connects = counter('wagate_whatsapp_logins_total', 'Logins to WhatsApp');

export const connectDuration = histogram(
  'wagate_whatsapp_login_duration_seconds',
  'From the begin of a connection to its login; of a new session that includes the scan of the QR code',
  LONG,
);

export const reconnects = counter(
  'wagate_whatsapp_reconnects_total',
  'Connections to WhatsApp that ended and are made again, by reason; RESTART is asked for after pairing',
  ['reason'],
);

export const stops = counter(
  'wagate_whatsapp_stops_total',
  'Connections to WhatsApp that ended for good, by reason: the session needs its owner',
  ['reason'],
);

export const sends = counter(
  'wagate_messages_sent_total',
  'Attempts to send a message, by what came of them: taken, refused, unanswered, unsendable, forbidden',
  ['kind', 'result'],
);

export const ackDuration = histogram(
  'wagate_whatsapp_ack_duration_seconds',
  "From the begin of a send, encryption and commit included, to the acknowledgement of WhatsApp's server",
  SHORT,
);

export const holds = counter('wagate_messages_held_total', 'Messages that had to wait at their turn, by reason', [
  'reason',
]);

export const files = counter('wagate_media_fetches_total', 'Files of received messages, by result', ['result']);
