import type { proto } from '@whiskeysockets/baileys';
import { peopleAround } from './chat.js';
import { editAttribute, isViewOnce, stanzaType, textOf } from './content/unwrap.js';
import { deliver, deliverMessage, deliverOwnRead, deliverReceipt } from './deliveries.js';
import { isShared } from './groups/group.js';
import { newMessageId, type MessageRecord } from './ledger.js';
import { download } from './media/files.js';
import { answerCompanion } from './peer.js';
import { keyNodes, takeBundle } from './prekeys.js';
import { messageChanged } from './screen/changes.js';
import { seal } from './sealing.js';
import type { Bundle } from './signal-device.js';
import { stanza, uint } from './wire/stanza.js';
import type { Companion, Envelope, User } from './users.js';
import { readVote } from './votes.js';
import type { World } from './world.js';

const INBOX_KEPT = 20_000;
const RETRIES = 5;

/** A message reached the user's phone: it is opened at once, or when the phone is online again. */
export function receive(world: World, user: User, envelope: Envelope): void {
  if (!user.behaviour.online) {
    user.waiting.push(envelope);
    return;
  }
  world.background(
    user.turns.run(() => open(world, user, envelope)),
    { phoneNumber: user.phoneNumber },
  );
}

export function comeOnline(world: World, user: User): void {
  user.behaviour.online = true;
  const { waiting } = user;
  user.waiting = [];
  for (const envelope of waiting) receive(world, user, envelope);
}

async function open(world: World, user: User, { record, sealed }: Envelope): Promise<void> {
  if (!sealed) {
    if (record) accept(world, user, record, record.content ?? {});
    return;
  }
  const { sender } = sealed;
  let message: proto.IMessage;
  try {
    message = await unseal(user, record, sealed);
  } catch (error) {
    if (record) await couldNotOpen(world, user, record, sender, error);
    return;
  }
  if (!record) {
    await answerCompanion(world, sender, message, sealed.id);
    return;
  }
  const isForMe = isShared(record.to) ? sender.user !== user : record.to === user.phoneNumber;
  if (isForMe) accept(world, user, record, message);
  else keepOwnCopy(world, record, message);
}

/** A companion's copy of what it sent to somebody else: the phone shows it, and the session between the two goes on. */
function keepOwnCopy(world: World, record: MessageRecord, message: proto.IMessage): void {
  record.ownCopy = message;
  messageChanged(world, record);
}

/** What the parts of a message say together; a sender key among them is learned before the part that needs it. */
async function unseal(
  { device }: User,
  record: MessageRecord | null,
  { sender, ciphertexts }: NonNullable<Envelope['sealed']>,
): Promise<proto.IMessage> {
  const message: proto.IMessage = {};
  const peer = sender.signalAddress;
  for (const part of ciphertexts) {
    const opened =
      part.type === 'skmsg'
        ? await device.decryptFromGroup(record?.to ?? '', peer, part.body)
        : await device.decrypt(peer, part);
    const content = opened.deviceSentMessage?.message ?? opened;
    const { groupId, axolotlSenderKeyDistributionMessage: key } = content.senderKeyDistributionMessage ?? {};
    if (groupId && key) await device.learnSenderKey(groupId, peer, key);
    Object.assign(message, content);
  }
  return message;
}

/** A real phone knows an id it has seen, sends the receipt again, and shows nothing. */
function accept(world: World, user: User, record: MessageRecord, message: proto.IMessage): void {
  const isNew = !user.inbox.has(inboxKey(record));
  if (isNew) {
    remember(user, record);
    record.text = textOf(message);
    record.content = message;
    record.chosen = readVote(world, peopleAround(world, record), record);
    record.decryptError = null;
  }
  record.deliveredAt ??= world.now();
  deliverReceipt(world, { from: user, fromDevice: 0, type: undefined, records: [record] });
  messageChanged(world, record);
  if (!isNew) return;
  world.background(download(world, record), { phoneNumber: user.phoneNumber });
  if (user.behaviour.autoRead) readMessages(world, user, [record]);
  const sender = world.users.withNumber(record.from);
  const { replyWith } = user.behaviour;
  if (replyWith === null || !sender || sender === user || record.text === null || isShared(record.to)) return;
  // Not awaited: the turn that opens this message must end before the answer can take one.
  const reply = sendMessage(world, user, sender, { conversation: replyWith }, newMessageId());
  world.background(reply, { phoneNumber: user.phoneNumber });
}

function inboxKey({ from, id }: MessageRecord): string {
  return `${from} ${id}`;
}

function remember(user: User, record: MessageRecord): void {
  user.inbox.set(inboxKey(record), record);
  if (user.inbox.size <= INBOX_KEPT) return;
  const [oldest] = user.inbox.keys();
  if (oldest !== undefined) user.inbox.delete(oldest);
}

/** Asks the sender to encrypt it again, with new keys for a new session. */
async function couldNotOpen(
  world: World,
  user: User,
  record: MessageRecord,
  sender: Companion,
  error: unknown,
): Promise<void> {
  record.decryptFailures++;
  if (user.inbox.has(inboxKey(record))) {
    accept(world, user, record, {});
    return;
  }
  record.decryptError = error instanceof Error ? error.message : String(error);
  if (record.retries >= RETRIES) return;
  const count = ++record.retries;
  const bundle = user.device.takeBundle();
  const me = user.jid(record.space);
  const address = isShared(record.to) ? { from: record.to, participant: me } : { from: me };
  const attrs = { ...address, id: record.id, t: world.seconds(), type: 'retry' };
  const retry = stanza('retry', { count, id: record.id, t: Math.floor(record.at / 1000), v: 1 });
  const registration = stanza('registration', {}, uint(bundle.registrationId, 4));
  deliver(world, sender, stanza('receipt', attrs, [retry, registration, stanza('keys', {}, keyNodes(bundle))]));
}

/** Sends read receipts for those that have none yet; gives how many. */
export function readMessages(world: World, user: User, records: MessageRecord[]): number {
  const unread = records.filter(({ readBy }) => !readBy.includes(user.phoneNumber));
  const batches = new Map<string, [MessageRecord, ...MessageRecord[]]>();
  for (const record of unread) {
    noteRead(world, record, user);
    const key = `${record.from} ${record.space} ${isShared(record.to) ? record.to : ''}`;
    const batch = batches.get(key);
    if (batch) batch.push(record);
    else batches.set(key, [record]);
  }
  for (const batch of batches.values()) {
    deliverReceipt(world, { from: user, fromDevice: 0, type: 'read', records: batch });
    deliverOwnRead(world, user, batch);
  }
  return unread.length;
}

export function noteRead(world: World, record: MessageRecord, reader: User): void {
  record.readAt ??= world.now();
  if (!record.readBy.includes(reader.phoneNumber)) record.readBy.push(reader.phoneNumber);
  messageChanged(world, record);
}

/** Sends from a simulated phone to every device of the addressee and, as WhatsApp does, to the sender's own companions. */
export function sendMessage(
  world: World,
  from: User,
  to: User,
  content: proto.IMessage,
  id: string,
  { withheld = false } = {},
): Promise<void> {
  return from.turns.run(async () => {
    const { addressing: space } = from.behaviour;
    const seen = {
      id,
      from: from.phoneNumber,
      to: to.phoneNumber,
      fromDevice: 0,
      at: world.now(),
      type: stanzaType(content),
      edit: editAttribute(content),
      space,
    };
    const record = world.messages.note(seen);
    record.content = content;
    record.serverAcked = true;
    messageChanged(world, record);
    from.peers.add(to.phoneNumber);
    to.peers.add(from.phoneNumber);
    const isBlocked = to.blocked.has(from.phoneNumber);
    if (to !== from && !isBlocked) receive(world, to, { record, sealed: null });
    const reached = isBlocked ? [] : to.companions.values();
    for (const companion of new Set([...reached, ...from.companions.values()])) {
      if (withheld) {
        const extra = [stanza('unavailable', isViewOnce(content) ? { type: 'view_once' } : {})];
        deliverMessage(world, companion, { record, from, fromDevice: 0, ciphertexts: [], extra });
        continue;
      }
      const ciphertext = await seal(world, from, companion, contentFor(companion, from, record));
      deliverMessage(world, companion, { record, from, fromDevice: 0, ciphertexts: [ciphertext] });
    }
  });
}

function contentFor(companion: Companion, from: User, record: MessageRecord): proto.IMessage {
  const message = record.content ?? {};
  if (companion.user !== from) return message;
  return { deviceSentMessage: { destinationJid: `${record.to}@s.whatsapp.net`, message } };
}

/** The message with which a member gets the sender key of another. */
export async function keyMessage({ device }: User, groupId: string): Promise<proto.IMessage> {
  const axolotlSenderKeyDistributionMessage = await device.senderKey(groupId);
  return { senderKeyDistributionMessage: { groupId, axolotlSenderKeyDistributionMessage } };
}

/** The companion asked for a message of this phone again. Nothing happens if it is forgotten. */
export function resend(
  world: World,
  from: User,
  record: MessageRecord,
  to: Companion,
  count: number,
  keys?: Bundle,
): void {
  if (!record.content) return;
  const work = from.turns.run(async () => {
    const message = isShared(record.to)
      ? { ...record.content, ...(await keyMessage(from, record.to)) }
      : contentFor(to, from, record);
    const ciphertext = await seal(world, from, to, message, keys ?? takeBundle(world, to));
    deliverMessage(world, to, { record, from, fromDevice: 0, ciphertexts: [ciphertext], retryCount: count });
  });
  world.background(work, { phoneNumber: to.user.phoneNumber, device: to.device });
}
