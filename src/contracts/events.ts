import type { ContentView } from './content-view.js';
import type { GroupAction, GroupUpdate } from './groups.js';
import type { CallState, HistoryFact, SeenPresence } from './inbox.js';
import type { MessageStatus, SessionStatus } from './states.js';

/** The types of the public event log; a webhook subscribes to them by name or by `*`. */
export const EVENT_TYPES = [
  'session.qr',
  'session.status',
  'session.paired',
  'session.logged_out',
  'session.device_added',
  'message.received',
  'message.status',
  'message.reaction',
  'message.edited',
  'message.deleted',
  'message.pinned',
  'message.undecryptable',
  'poll.vote',
  'call.received',
  'contact.updated',
  'chat.updated',
  'history.synced',
  'group.updated',
  'group.participants',
  'presence.updated',
  'webhook.disabled',
  'usage.limit',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The name that old readers know an event by: `message_received` for `message.received`. */
export function classicName(type: EventType): string {
  switch (type) {
    case 'session.qr':
      return 'qr_code';
    case 'session.status':
      return 'connection_update';
    case 'message.status':
      return 'message_status_update';
    case 'session.paired':
    case 'session.logged_out':
    case 'session.device_added':
    case 'message.received':
    case 'message.reaction':
    case 'message.edited':
    case 'message.deleted':
    case 'message.pinned':
    case 'message.undecryptable':
    case 'poll.vote':
    case 'call.received':
    case 'contact.updated':
    case 'chat.updated':
    case 'history.synced':
    case 'group.updated':
    case 'group.participants':
    case 'presence.updated':
    case 'webhook.disabled':
    case 'usage.limit':
      return type.replace('.', '_');
  }
}

/** Who did something in a chat, and when. */
export interface EventSender {
  messageId: string;
  chatId: string;
  from: string;
  phoneNumber: string | null;
  lid: string | null;
  pushName: string | null;
  /** Epoch seconds. */
  timestamp: number;
}

/** Who did something to a message. */
export interface EventActor extends EventSender {
  /** The session did it: through this API, or on another device of the account. */
  fromMe: boolean;
}

/** Who did something to a group, and when. */
export interface EventGroupActor {
  groupId: string;
  chatId: string;
  /** WhatsApp's id of the change. */
  changeId: string;
  /** Null where WhatsApp does not say. */
  from: string | null;
  phoneNumber: string | null;
  lid: string | null;
  pushName: string | null;
  /** Epoch seconds. */
  timestamp: number;
}

/** What the event log holds, by type. The fields of a payload are part of the public API. */
export interface EventPayloads {
  'session.qr': { status: 'SCANNING_QR'; qr: string; qrCode: string; expiresAt: string };
  'session.status': { status: SessionStatus; reason: string | null; message: string };
  'session.paired': { whatsappId: string; phoneNumber: string | null; lid: string | null };
  'session.logged_out': { reason: string | null; message: string };
  /** `device` is WhatsApp's number of it; `deviceCount` counts all devices of the account, the phone and this one included. */
  'session.device_added': { device: number; deviceCount: number; seenAt: string };
  'message.received': EventSender & {
    to: string;
    messageType: string;
    text: string | null;
    rawKind: string | null;
  } & Omit<ContentView, 'text'>;
  /** `messageId` is the message that it is about; an empty `emoji` takes the reaction back. */
  'message.reaction': EventActor & { reactionId: string; emoji: string };
  /** `messageId` is the message that has changed; `text` is its text, or the caption of its file, from now on. */
  'message.edited': EventActor & { editId: string; text: string };
  /** `messageId` is the message that is gone; `from` is who deleted it. */
  'message.deleted': EventActor & { deletionId: string };
  /** `messageId` is the message that is pinned for everybody in its chat, until then (ISO 8601); null takes the pin away. */
  'message.pinned': EventActor & { pinId: string; pinnedUntil: string | null };
  /** `messageId` is the poll; `options` the whole vote, in place of an earlier one. */
  'poll.vote': EventActor & { voteId: string; options: string[] };
  'call.received': {
    callId: string;
    state: CallState;
    chatId: string;
    from: string;
    phoneNumber: string | null;
    lid: string | null;
    isGroup: boolean;
    isVideo: boolean;
    /** Epoch seconds. */
    timestamp: number;
  };
  /**
   * Something of a person has changed that answers show. `merged`: the LID was a contact, and maybe a chat, of its own until now; all of
   * it is found under `contactId` from now on.
   */
  'contact.updated': {
    contactId: string;
    phoneNumber: string | null;
    lid: string | null;
    name: string | null;
    pushName: string | null;
    savedName: string | null;
    verifiedName: string | null;
    pictureId: string | null;
    /** Names of the fields that are new. */
    changed: string[];
    merged: boolean;
  };
  /** A device of the account has set something of a chat, or read it; messages make no such event. */
  'chat.updated': {
    chatId: string;
    name: string | null;
    unreadCount: number;
    unread: boolean;
    archived: boolean;
    pinned: boolean;
    /** ISO 8601; in the year 9999: until it is unmuted. */
    mutedUntil: string | null;
    ephemeralSeconds: number | null;
    /** Ids. */
    labels: string[];
    /** Names of the fields that are new. */
    changed: (
      'name' | 'unreadCount' | 'unread' | 'archived' | 'pinned' | 'mutedUntil' | 'ephemeralSeconds' | 'labels'
    )[];
  };
  /** A piece of what was before the session was linked has been taken in: so much in all, of which there is no other event. */
  'history.synced': {
    part: HistoryFact['part'];
    /** In percent, of all that the phone hands over. */
    progress: number | null;
    chats: number;
    messages: number;
    contacts: number;
  };
  /** Also for what the session itself did. `changes` has what is different, and nothing else. */
  'group.updated': EventGroupActor & { changes: GroupUpdate };
  'group.participants': EventGroupActor & {
    action: GroupAction;
    participants: { id: string; phoneNumber: string | null; lid: string | null }[];
  };
  /** What somebody does who is watched; `chatId` is the person or the group. */
  'presence.updated': {
    chatId: string;
    from: string;
    phoneNumber: string | null;
    lid: string | null;
    presence: SeenPresence;
    /** Epoch seconds; null when the person is there, or WhatsApp does not tell. */
    lastSeen: number | null;
    timestamp: number;
  };
  'message.status': {
    messageId: string;
    status: MessageStatus;
    chatId: string;
    to: string;
    /** Epoch seconds. */
    timestamp: number;
    detail: string | null;
    clientRef: string | null;
  };
  'message.undecryptable': { messageId: string; chatId: string; from: string; timestamp: number; detail: string };
  /** We stopped sending to a webhook; told in the log of the session whose event it took last. `failingSince` is ISO 8601. */
  'webhook.disabled': { webhookId: string; reason: string; failingSince: string };
  /**
   * A limit of the user's plan is reached, and requests are refused with 429 and this `reason`; told once until it begins anew at
   * `resetAt` (ISO 8601), in the log of the session that was asked for, or else of the user's oldest.
   */
  'usage.limit': { reason: string; limit: number; resetAt: string };
}

/** Something that happened, before it has its place in the log. */
export type NewEvent = {
  [T in EventType]: {
    type: T;
    chatId: string | null;
    payload: EventPayloads[T];
    /** Of the span that it comes from; none or null while traces are off. It is kept with the event, and not a part of what is told. */
    traceparent?: string | null;
  };
}[EventType];

/**
 * An entry of the event log. `sequence` is gap-free per session, `position` over all sessions of the user; `id` is the same on
 * every delivery.
 */
export type PublicEvent = NewEvent & {
  id: string;
  sessionId: string;
  userId: string;
  position: number;
  sequence: number;
  createdAt: Date;
};
