import { pipeline, Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { proto, type WASocket } from '@whiskeysockets/baileys';
import { openHistory, type Way } from '../media-download.js';
import type { HistoryTask } from './history-task.js';
import { topLevelFields } from './top-level-fields.js';

/** The largest chat that is read; it is in memory while its messages are taken in. */
const MAX_CHAT_BYTES = 64 * 1024 * 1024;

/** Numbers of the fields of WhatsApp's HistorySync. */
const CONVERSATION = 2;
const PUSH_NAME = 7;
const PAIR = 15;

export type HistoryPart =
  | { kind: 'chat'; chat: proto.IConversation }
  | { kind: 'name'; name: proto.IPushname }
  | { kind: 'pair'; pair: proto.IPhoneNumberToLIDMapping };

/** What a piece of history holds, one part after the other, as it is downloaded and unpacked. */
export async function* historyParts(
  sock: Pick<WASocket, 'refreshMediaConn'>,
  task: HistoryTask,
  way: Way,
): AsyncGenerator<HistoryPart> {
  const packed = task.inline ? Readable.from([Buffer.from(task.inline)]) : await openHistory(sock, task, way);
  const unpacked = pipeline(packed, createInflate(), () => undefined);
  for await (const { number, bytes } of topLevelFields(unpacked, MAX_CHAT_BYTES)) {
    if (number === CONVERSATION) yield { kind: 'chat', chat: proto.Conversation.decode(bytes) };
    if (number === PUSH_NAME) yield { kind: 'name', name: proto.Pushname.decode(bytes) };
    if (number === PAIR) yield { kind: 'pair', pair: proto.PhoneNumberToLIDMapping.decode(bytes) };
  }
}
