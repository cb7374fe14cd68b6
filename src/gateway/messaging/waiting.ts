import type { HoldReason, SessionStatus } from '../../contracts/index.js';
import type { AccountView, OutboxPlace } from '../../mailbox/index.js';

export const WAITING_REASONS = [
  'scheduled',
  'pacing',
  'new_chat_limit',
  'reachout_timelock',
  'media_unavailable',
  'session_not_connected',
  'worker_moving',
  'behind_others',
  'awaiting_server_ack',
  'next',
] as const;
export type WaitingReason = (typeof WAITING_REASONS)[number];

/** What a message waits for: a word, a sentence, and until when at least. */
export interface Waiting {
  reason: WaitingReason;
  detail: string;
  until?: Date;
}

interface SessionCard {
  status: SessionStatus;
  connectionMessage: string;
}

type AccountCard = Pick<AccountView, 'assignedWorker' | 'ownerWorker'>;

/** Why a message that stands in the outbox has not gone out yet: the first of all reasons that would have to go away. */
export function waitingFor(place: OutboxPlace, session: SessionCard, account: AccountCard | null): Waiting {
  const { notBefore, heldReason, chatHeldUntil, chatHeldReason, ahead } = place;
  if (notBefore) return heldReason ? held(heldReason, notBefore) : scheduled(notBefore);
  const offline = session.status === 'CONNECTED' ? null : notConnected(place, session, account);
  if (offline) return offline;
  if (place.isInFlight)
    return { reason: 'awaiting_server_ack', detail: 'WhatsApp was given it and has not answered yet.' };
  if (chatHeldUntil && chatHeldReason) {
    const detail = `A message before it in the same chat is held. ${held(chatHeldReason, chatHeldUntil).detail}`;
    return { reason: 'behind_others', detail, until: chatHeldUntil };
  }
  if (ahead > 0) return { reason: 'behind_others', detail: `${ahead} accepted before it go out first, one at a time.` };
  return { reason: 'next', detail: 'It is the next one to go out.' };
}

function scheduled(until: Date): Waiting {
  return { reason: 'scheduled', detail: 'It was scheduled for then.', until };
}

function held(reason: HoldReason, until: Date): Waiting {
  switch (reason) {
    case 'PACING':
      return { reason: 'pacing', detail: 'The session sends at the pace that was set for it.', until };
    case 'NEW_CHAT_LIMIT':
      return {
        reason: 'new_chat_limit',
        detail: 'So many new chats were begun today as the session may begin.',
        until,
      };
    case 'REACHOUT_TIMELOCK':
      return { reason: 'reachout_timelock', detail: 'WhatsApp lets the account write to known chats only.', until };
    case 'MEDIA_UNAVAILABLE':
      return {
        reason: 'media_unavailable',
        detail: 'Its file could not be read or uploaded; it is tried again.',
        until,
      };
  }
}

function notConnected(
  place: OutboxPlace,
  { status, connectionMessage }: SessionCard,
  account: AccountCard | null,
): Waiting {
  const again = place.isInFlight
    ? ' It was given to a connection that ended, and goes out again under the same id.'
    : '';
  const { assignedWorker = null, ownerWorker = null } = account ?? {};
  if (status === 'CONNECTING' && assignedWorker !== null && ownerWorker !== assignedWorker) {
    return { reason: 'worker_moving', detail: `The session is on its way to worker ${assignedWorker}.${again}` };
  }
  return { reason: 'session_not_connected', detail: `The session is ${status}. ${connectionMessage}${again}`.trim() };
}
