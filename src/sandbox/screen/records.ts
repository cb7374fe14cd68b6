import type { proto } from '@whiskeysockets/baileys';
import type { MessageRecord } from '../ledger.js';
import type { User } from '../users.js';
import type { World } from '../world.js';
import { chatIdFor } from './changes.js';

/** A message as one phone has it. */
export interface OnPhone {
  record: MessageRecord;
  content: proto.IMessage;
}

/** What the phone of a user has been able to read, by chat, in the order of time: what it received and what its devices and itself sent. */
export function recordsOf(world: World, user: User): Map<string, OnPhone[]> {
  const { phoneNumber, inbox } = user;
  const sent = world.messages.list({ from: phoneNumber, limit: Number.MAX_SAFE_INTEGER });
  const chats = new Map<string, OnPhone[]>();
  for (const record of [...new Set([...inbox.values(), ...sent])].sort((one, other) => one.at - other.at)) {
    const content = contentOn(user, record);
    if (!content) continue;
    const chatId = chatIdFor(phoneNumber, record);
    const records = chats.get(chatId);
    if (records) records.push({ record, content });
    else chats.set(chatId, [{ record, content }]);
  }
  return chats;
}

/** A phone reads what its linked devices send in the copy that they make for it. */
export function contentOn({ phoneNumber }: User, record: MessageRecord): proto.IMessage | null {
  const { from, to, fromDevice, content, ownCopy } = record;
  const isOfLinkedDevice = from === phoneNumber && fromDevice !== 0 && to !== phoneNumber;
  return isOfLinkedDevice ? ownCopy : content;
}
