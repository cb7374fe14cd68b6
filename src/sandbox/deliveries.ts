import { randomBytes } from 'node:crypto';
import { formatAddress, SERVER } from './wire/jid.js';
import { isShared } from './groups/group.js';
import type { MessageRecord } from './ledger.js';
import type { Ciphertext } from './signal-device.js';
import { stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion, User } from './users.js';
import type { World } from './world.js';

/** Hands a message, receipt or notification to a companion: now if it is there, else at its next login. */
export function deliver(world: World, to: Companion, node: BinaryNode): void {
  const { phoneNumber } = to.user;
  const delay = world.faults.takeIf('delay-next', phoneNumber, (fault) => fault.stanza === node.tag);
  if (delay) {
    setTimeout(() => to.deliver(node), delay.delayMs).unref();
    return;
  }
  if (to.ready && world.faults.takeIf('cut-next', phoneNumber, ({ phase }) => phase === 'frame')) {
    to.queue.add(node);
    to.link?.cutWithin(node);
    return;
  }
  to.deliver(node);
  const twice = world.faults.takeIf('duplicate-next', phoneNumber, (fault) => fault.stanza === node.tag);
  if (twice?.delayMs) setTimeout(() => to.deliver(node), twice.delayMs).unref();
  else if (twice) to.deliver(node);
}

export interface OutgoingMessage {
  record: MessageRecord;
  from: User;
  fromDevice: number;
  /** One, or for a group the sender key and then what is encrypted with it. */
  ciphertexts: Ciphertext[];
  /** Which resend this is, as the receiver counted; undefined for the first copy. */
  retryCount?: number | undefined;
  /** Further nodes of the sender's stanza that belong to the receiver. */
  extra?: BinaryNode[];
}

export function deliverMessage(world: World, to: Companion, message: OutgoingMessage): void {
  const { record, from, fromDevice, retryCount } = message;
  const corrupt = world.faults.take('corrupt-next', to.user.phoneNumber) !== undefined;
  const encs = message.ciphertexts.map(({ type, body }, index) => {
    const isLast = index === message.ciphertexts.length - 1;
    return stanza('enc', { v: 2, type, count: retryCount }, corrupt && isLast ? damaged(body) : body);
  });
  const sender = formatAddress(record.space === 'pn' ? from.phoneNumber : from.lid, record.space, fromDevice);
  const attrs = {
    ...addresses(world, to, message, sender),
    id: record.id,
    t: Math.floor(record.at / 1000),
    type: record.type,
    edit: record.edit ?? undefined,
  };
  deliver(world, to, stanza('message', attrs, [...encs, ...(message.extra ?? [])]));
}

function addresses(world: World, to: Companion, { record, from }: OutgoingMessage, sender: string) {
  if (isShared(record.to)) return groupAddress(from, record, sender);
  const other = to.user === from ? ownCopyAddress(world, record) : strangerAddress(from, record);
  return { from: sender, ...other };
}

function groupAddress(from: User, { to, space }: MessageRecord, participant: string) {
  const alternative = space === 'pn' ? { participant_lid: from.jid('lid') } : { participant_pn: from.jid('pn') };
  return { from: to, participant, ...alternative, addressing_mode: space, notify: from.name };
}

function strangerAddress(from: User, { space }: MessageRecord) {
  const number = from.behaviour.hidesNumber ? {} : { sender_pn: from.jid('pn') };
  const alternative = space === 'pn' ? { sender_lid: from.jid('lid') } : { ...number, addressing_mode: 'lid' };
  return { notify: from.name, ...alternative };
}

/**
 * A message the user sent from another device. `sender_lid` must not be in it: Baileys 7.0.0-rc14 would take it for the LID of the
 * chat (Socket/messages-recv.js, handleMessage).
 */
function ownCopyAddress(world: World, { to, space }: MessageRecord) {
  const chat = world.users.withNumber(to);
  if (space === 'pn') return { recipient: formatAddress(to, 'pn'), peer_recipient_lid: chat?.jid('lid') };
  return { recipient: chat?.jid('lid'), peer_recipient_pn: formatAddress(to, 'pn'), addressing_mode: 'lid' };
}

/** Flips bits where the innermost ciphertext is, past the key material of a `pkmsg`. */
function damaged(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  const index = Math.floor(copy.length * 0.7);
  copy.writeUInt8(copy.readUInt8(index) ^ 0xff, index);
  return copy;
}

export function notify(
  world: World,
  to: Companion,
  type: string,
  from: string | undefined,
  content: BinaryNode[],
  attrs: Record<string, string | undefined> = {},
): void {
  const id = randomBytes(6).toString('hex');
  deliver(world, to, stanza('notification', { from: from ?? SERVER, type, id, t: world.seconds(), ...attrs }, content));
}

/** The devices of the reader hear of it too, but the one that read. All records are of one sender, one address space and one group. */
export function deliverOwnRead(
  world: World,
  reader: User,
  [first, ...others]: [MessageRecord, ...MessageRecord[]],
  readOn?: Companion,
): void {
  const me = reader.jid(first.space);
  const sender = world.users.withNumber(first.from)?.jid(first.space);
  const address = isShared(first.to) ? { from: first.to, participant: me } : { from: me, recipient: sender };
  const items = others.map(({ id }) => stanza('item', { id }));
  const attrs = { ...address, id: first.id, t: world.seconds(), type: 'read' };
  for (const companion of reader.companions.values()) {
    if (companion === readOn) continue;
    deliver(world, companion, stanza('receipt', attrs, items.length > 0 ? [stanza('list', {}, items)] : undefined));
  }
}

export interface ReceiptToSender {
  /** Who got or read the messages. */
  from: User;
  fromDevice: number;
  /** Undefined says delivered. */
  type: string | undefined;
  /** All of one sender, one address space and, in groups, one group. */
  records: [MessageRecord, ...MessageRecord[]];
}

/** Tells all companions of the sender; a sender with only a simulated phone has its ticks in the record. */
export function deliverReceipt(world: World, receipt: ReceiptToSender): void {
  const [first, ...others] = receipt.records;
  const sender = world.users.withNumber(first.from);
  if (!sender) return;
  const { from, fromDevice, type } = receipt;
  const reader = formatAddress(first.space === 'pn' ? from.phoneNumber : from.lid, first.space, fromDevice);
  const address = isShared(first.to) ? { from: first.to, participant: reader } : { from: reader };
  const items = others.map((record) => stanza('item', { id: record.id }));
  const node = stanza(
    'receipt',
    { ...address, id: first.id, t: world.seconds(), type },
    items.length > 0 ? [stanza('list', {}, items)] : undefined,
  );
  for (const companion of sender.companions.values()) deliver(world, companion, node);
}
