import { type BinaryNode, proto, unpadRandomMax16 } from '@whiskeysockets/baileys';
import { bareJid } from '../../../contracts/index.js';
import type { AccountPort, Changes } from '../../whatsapp/port.js';

/** A piece of the past that the phone has handed over, until all of it is taken in. */
export interface HistoryTask {
  type: proto.HistorySync.HistorySyncType;
  /** In percent, of all that the phone has to hand over. */
  progress: number | null;
  /** Compressed; null where it lies on WhatsApp's servers. */
  inline: Uint8Array | null;
  directPath: string;
  /** These in base64. */
  mediaKey: string;
  sha256: string | null;
  encSha256: string | null;
}

/** How far a task is. */
export interface HistoryDone {
  /** Parts of it that are taken in. */
  parts: number;
  /** Tries that failed. */
  failures: number;
  chats: number;
  messages: number;
  contacts: number;
}

const TASKS = 'history';
const DONE = 'history-done';
const NOTHING_DONE: HistoryDone = { parts: 0, failures: 0, chats: 0, messages: 0, contacts: 0 };

const { INITIAL_BOOTSTRAP, RECENT, FULL, PUSH_NAME } = proto.HistorySync.HistorySyncType;
const WANTED = {
  none: [PUSH_NAME],
  recent: [INITIAL_BOOTSTRAP, RECENT, PUSH_NAME],
  full: [INITIAL_BOOTSTRAP, RECENT, FULL, PUSH_NAME],
};

/**
 * What makes the account remember the piece of history that a message of its own phone tells of; null for all other messages. The
 * phone is told that we have it when this is durable.
 */
export function historyRemembered(
  { attrs }: BinaryNode,
  plaintext: Uint8Array,
  own: string[],
  wanted: AccountPort['syncHistory'],
): Changes | null {
  if (!own.includes(bareJid(attrs['from'] ?? ''))) return null;
  const notification = notificationIn(plaintext);
  const type = notification?.syncType as proto.HistorySync.HistorySyncType | null | undefined;
  if (!notification || type == null || !WANTED[wanted].includes(type)) return null;
  const task: HistoryTask = {
    type,
    progress: notification.progress ?? null,
    inline: notification.initialHistBootstrapInlinePayload ?? null,
    directPath: notification.directPath ?? '',
    mediaKey: base64(notification.mediaKey) ?? '',
    sha256: base64(notification.fileSha256),
    encSha256: base64(notification.fileEncSha256),
  };
  return { [TASKS]: { [attrs['id'] ?? '']: task } };
}

/** The oldest task, if there is any. */
export function nextTask(account: Pick<AccountPort, 'read' | 'olderThanNewest'>) {
  const [id] = account.olderThanNewest(0, TASKS);
  if (id === undefined) return null;
  const done = (account.read(DONE, id) as HistoryDone | null) ?? NOTHING_DONE;
  return { id, task: account.read(TASKS, id) as HistoryTask, done };
}

export function progressed(id: string, done: HistoryDone): Changes {
  return { [DONE]: { [id]: done } };
}

export function finished(id: string): Changes {
  return { [TASKS]: { [id]: null }, [DONE]: { [id]: null } };
}

function notificationIn(plaintext: Uint8Array): proto.Message.IHistorySyncNotification | null {
  try {
    const message = proto.Message.decode(unpadRandomMax16(plaintext));
    const inner = message.deviceSentMessage?.message ?? message;
    return inner.protocolMessage?.historySyncNotification ?? null;
  } catch {
    return null; // What the devices say to each other and we can not read is none of ours.
  }
}

function base64(bytes: Uint8Array | null | undefined): string | null {
  return bytes?.length ? Buffer.from(bytes).toString('base64') : null;
}
