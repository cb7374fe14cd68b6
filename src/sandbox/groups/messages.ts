import type { proto } from '@whiskeysockets/baileys';
import { editAttribute, stanzaType } from '../content/unwrap.js';
import { chatInStatus, type Chat } from '../chat.js';
import { copies } from '../copies.js';
import { deliverMessage } from '../deliveries.js';
import type { MessageRecord } from '../ledger.js';
import type { Ciphertext } from '../signal-device.js';
import { messageChanged } from '../screen/changes.js';
import { seal } from '../sealing.js';
import { keyMessage, receive } from '../simulated-phone.js';
import type { Companion, User } from '../users.js';
import { bytes, child, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import { membersOf } from './changes.js';
import type { Group } from './group.js';

/** `edit` is the attribute of the stanza: 8 removes what somebody else wrote. */
export function mayWrite(group: Group, user: User, edit: string | null = null): boolean {
  if (edit === '8') return group.isAdmin(user);
  return group.has(user) && (!group.settings.announcement || group.isAdmin(user));
}

/**
 * A companion's message to many, a group or those who see its status: one ciphertext for all, and the sender key it needs in copies for the devices that lack it.
 * A resend goes to the one device that asked, as a copy with the message in it.
 */
export function routeToMany(
  world: World,
  sender: Companion,
  node: BinaryNode,
  record: MessageRecord,
  members: User[],
): void {
  const enc = child(node, 'enc');
  const isResend = node.attrs.participant !== undefined;
  const forAll: Ciphertext[] = enc && !isResend ? [{ type: 'skmsg', body: bytes(enc) }] : [];
  const own = new Map(copies(world, node).map((copy) => [`${copy.user.phoneNumber}.${copy.device}`, copy]));
  const identity = child(node, 'device-identity');
  for (const part of forAll) world.messages.noteCiphertext(record, part.body);

  for (const user of members) {
    const partsFor = (device: number) => {
      const copy = own.get(`${user.phoneNumber}.${device}`);
      return { ciphertexts: [...(copy ? [copy.ciphertext] : []), ...forAll], retryCount: copy?.retryCount };
    };
    const phone = partsFor(0);
    if (phone.ciphertexts.length > 0) {
      receive(world, user, { record, sealed: { sender, id: record.id, ciphertexts: phone.ciphertexts } });
    }
    for (const companion of user.companions.values()) {
      const parts = partsFor(companion.device);
      if (companion === sender || parts.ciphertexts.length === 0) continue;
      const about = { record, from: sender.user, fromDevice: sender.device, extra: identity ? [identity] : [] };
      deliverMessage(world, companion, { ...about, ...parts });
    }
  }
}

/** A companion's message to a group reaches all who are in it. */
export function routeToGroup(
  world: World,
  sender: Companion,
  node: BinaryNode,
  record: MessageRecord,
  group: Group,
): void {
  const members = membersOf(world, group);
  routeToMany(world, sender, node, record, members);
  makeAcquainted(members);
}

/** A companion's status reaches those for whom it brings a key. */
export function routeStatus(world: World, sender: Companion, node: BinaryNode, record: MessageRecord): void {
  routeToMany(world, sender, node, record, [...new Set(copies(world, node).map(({ user }) => user))]);
}

/** Sends from a simulated phone to all devices of all members. The caller has checked that it may. */
export function sendToGroup(
  world: World,
  from: User,
  group: Group,
  content: proto.IMessage,
  id: string,
): Promise<void> {
  const members = membersOf(world, group);
  makeAcquainted(members);
  return sendToMany(world, from, { jid: group.jid, space: group.addressing, members }, content, id);
}

/** Posts a status of a simulated phone, for all who know it. */
export function sendStatus(world: World, from: User, content: proto.IMessage, id: string): Promise<void> {
  const chat = chatInStatus(world, from);
  return sendToMany(world, from, chat, content, id);
}

function sendToMany(
  world: World,
  from: User,
  { jid, space, members }: Pick<Chat, 'jid' | 'space' | 'members'>,
  content: proto.IMessage,
  id: string,
): Promise<void> {
  return from.turns.run(async () => {
    const record = world.messages.note({
      ...{ id, from: from.phoneNumber, to: jid, fromDevice: 0, at: world.now() },
      ...{ type: stanzaType(content), edit: editAttribute(content), space },
    });
    record.content = content;
    record.serverAcked = true;
    messageChanged(world, record);
    const key = await keyMessage(from, jid);
    const forAll: Ciphertext = { type: 'skmsg', body: await from.device.encryptForGroup(jid, content) };
    const holders = keyHolders(from, jid);
    for (const member of members) {
      if (member !== from) receive(world, member, { record, sealed: null });
      for (const companion of member.companions.values()) {
        const hasKey = holders.has(companion.signalAddress);
        holders.add(companion.signalAddress);
        const ciphertexts = hasKey ? [forAll] : [await seal(world, from, companion, key), forAll];
        deliverMessage(world, companion, { record, from, fromDevice: 0, ciphertexts });
      }
    }
  });
}

function keyHolders({ device }: User, jid: string): Set<string> {
  const holders = device.senderKeyHolders.get(jid) ?? new Set();
  device.senderKeyHolders.set(jid, holders);
  return holders;
}

/** Members keep lists of each other's devices. */
function makeAcquainted(members: User[]): void {
  for (const one of members) for (const other of members) if (one !== other) one.peers.add(other.phoneNumber);
}
