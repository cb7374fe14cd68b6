import { proto } from '@whiskeysockets/baileys';
import { stanzaType, textOf } from '../content/unwrap.js';
import { deliver } from '../deliveries.js';
import { newMessageId } from '../ledger.js';
import type { Companion } from '../users.js';
import { bytes, child, stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import type { Channel } from './channel.js';

/** A companion posts in its channel: nothing is encrypted, and all followers get the same. False when it may not. */
export function receivePost(world: World, sender: Companion, node: BinaryNode, channel: Channel): boolean {
  const { id = '', type = 'text' } = node.attrs;
  const { phoneNumber } = sender.user;
  const plaintext = bytes(child(node, 'plaintext'));
  if (channel.owner !== phoneNumber || plaintext.length === 0) return false;
  const at = world.now();
  const seen = { id, from: phoneNumber, to: channel.jid, fromDevice: sender.device, at, type, edit: null };
  const record = world.messages.note({ ...seen, space: 'pn' });
  if (record.serverAcked) return true;
  record.serverAcked = true;
  record.content = proto.Message.decode(plaintext);
  record.text = textOf(record.content);
  spread(world, channel, { id, type, plaintext, except: sender });
  return true;
}

/** Posts in a channel as its owner on a phone. Gives the id. */
export function post(world: World, channel: Channel, content: proto.IMessage): string {
  const id = newMessageId();
  const plaintext = Buffer.from(proto.Message.encode(content).finish());
  spread(world, channel, { id, type: stanzaType(content), plaintext });
  return id;
}

interface Post {
  id: string;
  type: string;
  plaintext: Buffer;
  except?: Companion;
}

function spread(world: World, channel: Channel, { id, type, plaintext, except }: Post): void {
  const serverId = ++channel.lastServerId;
  for (const number of new Set([channel.owner, ...channel.followers])) {
    const isSender = number === channel.owner ? 'true' : undefined;
    const attrs = { from: channel.jid, id, server_id: serverId, t: world.seconds(), type, is_sender: isSender };
    for (const companion of world.users.withNumber(number)?.companions.values() ?? []) {
      if (companion === except) continue;
      deliver(world, companion, stanza('message', attrs, [stanza('plaintext', {}, plaintext)]));
    }
  }
}
