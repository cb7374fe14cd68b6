import { receiveCall } from './calls.js';
import type { Connection } from './connection.js';
import { receiveMessage } from './messages.js';
import { receiveChatState, receivePresence } from './presence.js';
import { answerQuery } from './queries.js';
import { receiveAck, receiveReceipt } from './receipts.js';
import type { BinaryNode } from './wire/stanza.js';
import type { World } from './world.js';

/** Every stanza of a client comes through here. Before login only queries count. */
export function handleStanza(world: World, connection: Connection, node: BinaryNode): void {
  world.changes++;
  const { companion } = connection;
  if (node.tag === 'iq') {
    answerQuery(world, connection, node);
    return;
  }
  if (!companion) return;
  switch (node.tag) {
    case 'message':
      receiveMessage(world, connection, companion, node);
      break;
    case 'receipt':
      receiveReceipt(world, connection, companion, node);
      break;
    case 'ack':
      receiveAck(world, companion, node);
      break;
    case 'presence':
      receivePresence(world, connection, companion, node);
      break;
    case 'call':
      receiveCall(world, connection, companion, node);
      break;
    case 'chatstate':
      receiveChatState(world, companion, node);
      break;
    // `ib` and what may come to be: nothing depends on them.
  }
}
