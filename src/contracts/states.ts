/**
 * What a session can be. Why it is so stands in `reason` and `connectionMessage`, never in more statuses.
 */
export const SESSION_STATUSES = [
  'DISCONNECTED',
  'CONNECTING',
  'SCANNING_QR',
  'CONNECTED',
  'DISCONNECTING',
  'LOGGED_OUT',
  'BLOCKED',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** What the gateway wants of an account; the worker that owns it makes it so. */
export type Desired = 'on' | 'off' | 'logged_out';

/** What a message can be. The first six are steps forward; the last three are ends. */
export const MESSAGE_STATUSES = [
  'QUEUED',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'PLAYED',
  'FAILED',
  'EXPIRED',
  'CANCELLED',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

const RANK: Record<MessageStatus, number> = {
  QUEUED: 0,
  SENDING: 1,
  SENT: 2,
  DELIVERED: 3,
  READ: 4,
  PLAYED: 5,
  // An end is reached only from before the server's ack: a message that a recipient has can not fail any more.
  FAILED: 1.5,
  EXPIRED: 1.5,
  CANCELLED: 1.5,
};

/**
 * Statuses only move forward: receipts may overtake the ack, and both may be told twice.
 * True when `next` may replace `current`.
 */
export function movesForward(current: MessageStatus, next: MessageStatus): boolean {
  return RANK[next] > RANK[current];
}

/** True when `status` is at or past `wanted`, or can never get there. */
export function hasReached(status: MessageStatus, wanted: MessageStatus): boolean {
  return RANK[status] >= RANK[wanted] || status === 'FAILED' || status === 'EXPIRED' || status === 'CANCELLED';
}

export type Direction = 'inbound' | 'outbound';
