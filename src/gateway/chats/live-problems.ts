/** What may be wrong with a session whose worker is asked. */
export const LIVE = [
  'SESSION_NOT_CONNECTED',
  'NO_WORKER',
  'SESSION_MOVING',
  'WORKER_TIMEOUT',
  'WHATSAPP_UNREACHABLE',
] as const;
