import type { Connection } from './connection.js';
import { deliver, deliverOwnRead, deliverReceipt } from './deliveries.js';
import { parseAddress } from './wire/jid.js';
import { isShared } from './groups/group.js';
import type { MessageRecord } from './ledger.js';
import { uploadAgain } from './media/retry.js';
import { queueKey } from './offline-queue.js';
import { readKeys } from './prekeys.js';
import { messageChanged } from './screen/changes.js';
import { noteRead, resend } from './simulated-phone.js';
import { child, children, stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion, User } from './users.js';
import type { World } from './world.js';

/** Receipts about the companion's own copies and about what its phone told it: nobody else hears of them. */
const PRIVATE_TYPES = new Set(['sender', 'peer_msg', 'hist_sync', 'read-self']);

/** A companion got, read or could not decrypt messages. Getting them is what takes them off its queue. */
export function receiveReceipt(world: World, connection: Connection, companion: Companion, node: BinaryNode): void {
  const { id, to, type, participant } = node.attrs;
  // In groups `to` is the group, and the participant is who wrote the message.
  const author = participant ?? to;
  if (id === undefined || to === undefined) return;
  connection.send(stanza('ack', { class: 'receipt', id, from: to, type, participant, t: world.seconds() }));
  if (type === 'server-error') {
    world.background(uploadAgain(world, companion, node), { phoneNumber: companion.user.phoneNumber });
    return;
  }
  const ids = [id, ...children(child(node, 'list'), 'item').map((item) => item.attrs.id ?? '')];
  const { phoneNumber } = companion.user;
  const event = type === 'retry' ? 'retry' : 'receipt';
  const detail = `${type ?? 'delivered'} ${ids.join(' ')}`;
  world.log.add(event, { phoneNumber, device: companion.device, detail });

  const sender = world.users.at(author);
  const records = sender ? ids.map((one) => world.messages.find(sender.phoneNumber, one)) : [];
  const known = records.filter((record) => record !== undefined);
  for (const record of known)
    record.receipts.push({ device: companion.device, type: type ?? 'delivered', at: world.now() });
  if (type === 'retry') {
    if (sender && known[0]) repeat(world, sender, known[0], companion, node);
    return;
  }
  for (const one of ids) companion.queue.settle(`message ${one}`);
  if (sender && !PRIVATE_TYPES.has(type ?? '')) tellSender(world, companion, known, type);
}

function tellSender(world: World, from: Companion, records: MessageRecord[], type: string | undefined): void {
  const [first, ...others] = records;
  if (!first) return;
  for (const record of records) {
    record.deliveredAt ??= world.now();
    if (type === 'read') noteRead(world, record, from.user);
    else messageChanged(world, record);
  }
  if (type === 'read') deliverOwnRead(world, from.user, [first, ...others], from);
  deliverReceipt(world, { from: from.user, fromDevice: from.device, type, records: [first, ...others] });
}

/** The sender is asked to encrypt again: a simulated phone does, a companion is told so. */
function repeat(world: World, sender: User, record: MessageRecord, companion: Companion, node: BinaryNode): void {
  companion.queue.expectNack(`message ${record.id}`);
  const count = Number(child(node, 'retry')?.attrs.count ?? 1);
  const device = parseAddress(node.attrs.participant ?? node.attrs.to)?.device ?? 0;
  if (device === 0) {
    resend(world, sender, record, companion, count, readKeys(node));
    return;
  }
  const original = sender.companions.get(device);
  if (!original) return;
  const { id, recipient, type } = node.attrs;
  const asking = companion.jid(record.space);
  const address = isShared(record.to) ? { from: record.to, participant: asking } : { from: asking };
  const attrs = { ...address, id, type, recipient, t: world.seconds() };
  deliver(world, original, stanza('receipt', attrs, node.content));
}

/** The companion is done with a stanza; for a message it says so only to refuse it. */
export function receiveAck(world: World, companion: Companion, { attrs }: BinaryNode): void {
  const kind = attrs.class ?? '';
  const key = queueKey(kind, attrs);
  if (attrs.error === undefined) {
    companion.queue.settle(key);
    return;
  }
  const { phoneNumber } = companion.user;
  world.log.add('nack', { phoneNumber, device: companion.device, detail: `${kind} ${attrs.id} ${attrs.error}` });
  companion.queue.nack(key);
}
