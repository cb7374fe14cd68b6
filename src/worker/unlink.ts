import type { Connection, ConnectionEvents } from './whatsapp/port.js';

/** How long a logout waits for a connection before the keys are simply forgotten here. */
const LOGOUT_LIMIT_MS = 15_000;

/** Connects only to unlink the device, if the account is paired and WhatsApp can be reached. Resolves when the connection is over. */
export async function unlink(connect: (events: ConnectionEvents) => Connection): Promise<void> {
  const limit = setTimeout(() => void connection.close(), LOGOUT_LIMIT_MS);
  const connection = connect({
    qr: () => void connection.close(),
    open: () => void connection.logout(),
    ready: () => undefined,
    acknowledged: () => undefined,
    presence: () => undefined,
    restricted: () => undefined,
  });
  await connection.ended;
  clearTimeout(limit);
}
