import { phoneOf, type NewEvent } from '../../contracts/index.js';
import { qrDataUrl } from '../../platform/qr-picture.js';
import type { SessionState } from './session-state.js';

/** What the world is told about the step from one state to the next: nothing, when it would see no difference. */
export async function eventsBetween(before: SessionState, after: SessionState): Promise<NewEvent[]> {
  const events = [statusEvent(before, after), pairedEvent(before, after), loggedOutEvent(before, after)];
  return [...events, await qrEvent(before, after)].filter((event) => event !== null);
}

/** Another sentence for the same status and reason is no news. */
function statusEvent(before: SessionState, after: SessionState): NewEvent | null {
  const { status, reason, connectionMessage: message } = after;
  if (before.status === status && before.reason === reason) return null;
  return { type: 'session.status', chatId: null, payload: { status, reason, message } };
}

function pairedEvent(before: SessionState, after: SessionState): NewEvent | null {
  const { whatsappId, lid } = after;
  if (whatsappId === null || (before.whatsappId === whatsappId && before.lid === lid)) return null;
  return { type: 'session.paired', chatId: null, payload: { whatsappId, phoneNumber: phoneOf(whatsappId), lid } };
}

function loggedOutEvent(before: SessionState, after: SessionState): NewEvent | null {
  if (after.status !== 'LOGGED_OUT' || before.status === 'LOGGED_OUT') return null;
  const { reason, connectionMessage: message } = after;
  return { type: 'session.logged_out', chatId: null, payload: { reason, message } };
}

async function qrEvent(before: SessionState, after: SessionState): Promise<NewEvent | null> {
  const { qr, qrExpiresAt } = after;
  if (qr === null || qrExpiresAt === null || before.qr === qr) return null;
  const picture = { qr, qrCode: await qrDataUrl(qr), expiresAt: qrExpiresAt.toISOString() };
  return { type: 'session.qr', chatId: null, payload: { status: 'SCANNING_QR', ...picture } };
}
