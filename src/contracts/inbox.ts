import type { CallReceivedFact } from './facts/calls.js';
import type { ChatChangedFact, ChatReadFact, MessageLabelledFact, MessageStarredFact } from './facts/chats.js';
import type { GroupParticipantsFact, GroupUpdatedFact } from './facts/groups.js';
import type { HistoryFact } from './facts/history.js';
import type {
  MessageDeletedFact,
  MessageEditedFact,
  MessagePinnedFact,
  MessageReactionFact,
  MessageReceivedFact,
  MessageStatusFact,
  MessageUndecryptableFact,
  PollVoteFact,
} from './facts/messages.js';
import type { LabelEditedFact } from './labels.js';
import type { UsageLimitFact, WebhookDisabledFact } from './facts/of-gateways.js';
import type { ContactsToldFact, PresenceUpdatedFact } from './facts/people.js';
import type { MediaFailedFact, MediaFetchedFact } from './facts/received-media.js';
import type { DevicesToldFact, SessionPairedFact, SessionQrFact, SessionStatusFact } from './facts/sessions.js';

export * from './facts/calls.js';
export * from './facts/chats.js';
export * from './facts/groups.js';
export * from './facts/history.js';
export * from './facts/messages.js';
export * from './facts/of-gateways.js';
export * from './facts/people.js';
export * from './facts/received-media.js';
export * from './facts/sessions.js';

/**
 * What a worker reports to the gateways. Each fact is a committed row of `mailbox.inbox`, written in the same statement
 * as the account state it belongs to; a gateway turns it into rows, public events and webhook deliveries.
 */
export type InboxFact = (
  | { kind: 'session.status'; payload: SessionStatusFact }
  | { kind: 'session.qr'; payload: SessionQrFact }
  | { kind: 'session.paired'; payload: SessionPairedFact }
  | { kind: 'devices.told'; payload: DevicesToldFact }
  | { kind: 'message.received'; payload: MessageReceivedFact }
  | { kind: 'message.reaction'; payload: MessageReactionFact }
  | { kind: 'message.edited'; payload: MessageEditedFact }
  | { kind: 'message.deleted'; payload: MessageDeletedFact }
  | { kind: 'message.pinned'; payload: MessagePinnedFact }
  | { kind: 'poll.vote'; payload: PollVoteFact }
  | { kind: 'call.received'; payload: CallReceivedFact }
  | { kind: 'contact.told'; payload: ContactsToldFact }
  | { kind: 'chat.changed'; payload: ChatChangedFact }
  | { kind: 'chat.read'; payload: ChatReadFact }
  | { kind: 'label.edited'; payload: LabelEditedFact }
  | { kind: 'message.labelled'; payload: MessageLabelledFact }
  | { kind: 'message.starred'; payload: MessageStarredFact }
  | { kind: 'history.told'; payload: HistoryFact }
  | { kind: 'group.updated'; payload: GroupUpdatedFact }
  | { kind: 'group.participants'; payload: GroupParticipantsFact }
  | { kind: 'presence.updated'; payload: PresenceUpdatedFact }
  | { kind: 'media.fetched'; payload: MediaFetchedFact }
  | { kind: 'media.failed'; payload: MediaFailedFact }
  | { kind: 'message.status'; payload: MessageStatusFact }
  | { kind: 'message.undecryptable'; payload: MessageUndecryptableFact }
  | { kind: 'webhook.disabled'; payload: WebhookDisabledFact }
  | { kind: 'usage.limit'; payload: UsageLimitFact }
) & {
  /** Of the span that it comes from (W3C Trace Context); none or null while traces are off. */
  traceparent?: string | null;
};
