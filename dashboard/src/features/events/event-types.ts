import type { LiveEvent } from '@/lib/live';

/** Every type of event in the order of the log's documentation. The type sees to it that none is missing. */
const TYPES: Record<LiveEvent['type'], true> = {
  'session.qr': true,
  'session.status': true,
  'session.paired': true,
  'session.logged_out': true,
  'session.device_added': true,
  'message.received': true,
  'message.status': true,
  'message.reaction': true,
  'message.edited': true,
  'message.deleted': true,
  'message.pinned': true,
  'message.undecryptable': true,
  'poll.vote': true,
  'call.received': true,
  'contact.updated': true,
  'chat.updated': true,
  'history.synced': true,
  'group.updated': true,
  'group.participants': true,
  'presence.updated': true,
  'webhook.disabled': true,
  'usage.limit': true,
};
export const EVENT_TYPES = Object.keys(TYPES) as LiveEvent['type'][];
