import { receivePost } from './channels/messages.js';
import { copies } from './copies.js';
import { deliverMessage } from './deliveries.js';
import type { Connection } from './connection.js';
import { parseAddress } from './wire/jid.js';
import { STATUS } from './groups/group.js';
import { mayWrite, routeStatus, routeToGroup } from './groups/messages.js';
import type { MessageRecord } from './ledger.js';
import { messageChanged } from './screen/changes.js';
import { receive } from './simulated-phone.js';
import { child, stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion } from './users.js';
import type { World } from './world.js';

/** A companion sends a message: every device it is encrypted for gets its copy, then the companion gets its ack. */
export function receiveMessage(world: World, connection: Connection, sender: Companion, node: BinaryNode): void {
  const { id, to } = node.attrs;
  if (id === undefined || to === undefined) return;
  const address = parseAddress(to);
  const group = world.groups.get(to);
  if (group && !mayWrite(group, sender.user, node.attrs.edit ?? null)) {
    acknowledge(world, connection, node, 403);
    return;
  }
  const channel = world.channels.get(to);
  if (channel) {
    acknowledge(world, connection, node, receivePost(world, sender, node, channel) ? undefined : 403);
    return;
  }
  if (!address && !group && to !== STATUS) {
    acknowledge(world, connection, node, 404);
    return;
  }
  if (world.faults.takeIf('cut-next', sender.user.phoneNumber, ({ phase }) => phase === 'message')) {
    connection.drop();
    return;
  }
  if (node.attrs.category === 'peer') {
    route(world, sender, node, null);
    acknowledge(world, connection, node);
    return;
  }
  const chat = node.attrs.recipient ?? to;
  const record = world.messages.note({
    id,
    from: sender.user.phoneNumber,
    to: group?.jid ?? world.users.at(chat)?.phoneNumber ?? chat,
    fromDevice: sender.device,
    at: world.now(),
    type: node.attrs.type ?? 'text',
    edit: node.attrs.edit ?? null,
    space: group?.addressing ?? address?.space ?? 'pn',
  });
  answer(world, connection, sender, node, record);
}

function answer(
  world: World,
  connection: Connection,
  sender: Companion,
  node: BinaryNode,
  record: MessageRecord,
): void {
  const fault = world.faults.take('ack', sender.user.phoneNumber);
  if (fault?.mode === 'error') {
    record.refusals++;
    acknowledge(world, connection, node, fault.code);
    return;
  }
  const group = world.groups.get(record.to);
  if (group) routeToGroup(world, sender, node, record, group);
  else if (record.to === STATUS) routeStatus(world, sender, node, record);
  else route(world, sender, node, record);
  const succeed = () => {
    record.serverAcked = true;
    messageChanged(world, record);
    acknowledge(world, connection, node);
  };
  if (!fault) succeed();
  else if (fault.mode === 'late') setTimeout(succeed, fault.delayMs).unref();
}

function acknowledge(world: World, connection: Connection, { attrs }: BinaryNode, error?: number): void {
  connection.send(stanza('ack', { class: 'message', id: attrs.id, from: attrs.to, t: world.seconds(), error }));
}

function route(world: World, sender: Companion, node: BinaryNode, record: MessageRecord | null): void {
  const identity = child(node, 'device-identity');
  for (const { user, device, ciphertext, retryCount } of copies(world, node)) {
    if (device === 0) {
      if (record?.to === user.phoneNumber) world.messages.noteCiphertext(record, ciphertext.body);
      receive(world, user, { record, sealed: { sender, id: node.attrs.id ?? '', ciphertexts: [ciphertext] } });
      continue;
    }
    const companion = user.companions.get(device);
    if (!companion || !record) {
      world.log.add('undeliverable', { phoneNumber: user.phoneNumber, device, detail: 'no such device' });
      continue;
    }
    const extra = identity ? [identity] : [];
    const { user: from, device: fromDevice } = sender;
    deliverMessage(world, companion, { record, from, fromDevice, ciphertexts: [ciphertext], retryCount, extra });
  }
  const recipient = record && world.users.withNumber(record.to);
  if (!recipient) return;
  sender.user.peers.add(recipient.phoneNumber);
  recipient.peers.add(sender.user.phoneNumber);
}
