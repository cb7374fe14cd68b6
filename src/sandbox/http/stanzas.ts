import { encodeBinaryNode } from '@whiskeysockets/baileys';
import { newMessageId } from '../ledger.js';
import { sealBytes } from '../sealing.js';
import type { Companion, User } from '../users.js';
import { stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import { Problem, route, type Call, type Route } from './route.js';
import { userAt, userOf } from './views.js';

/** As JSON has it: content is text, bytes in base64, or further stanzas. */
interface GivenStanza {
  tag: string;
  attrs?: Record<string, string>;
  content?: string | { base64: string } | GivenStanza[];
}

interface StanzasBody {
  stanzas?: unknown[];
  plaintexts?: { from: string; bytes: string; name?: string }[];
}

/** What no server sends: for finding out what a client makes of it. */
export const stanzaRoutes: Route[] = [
  route<StanzasBody>({
    method: 'POST',
    path: '/phones/{phoneNumber}/stanzas',
    tag: 'Faults',
    summary: 'Send the linked devices whatever you like',
    description:
      'To those that are online, at once and once. `stanzas`: `{tag,attrs,content}`, where content is text, `{base64}` or a list of ' +
      'stanzas. `plaintexts`: bytes that need not be a message, encrypted as messages of `from` are; `name` is what `from` was ' +
      'called when that was written, if that has changed.',
    body: {
      type: 'object',
      properties: {
        stanzas: { type: 'array', items: { type: 'object', properties: {}, open: true } },
        plaintexts: {
          type: 'array',
          items: {
            type: 'object',
            required: ['from', 'bytes'],
            properties: {
              from: { type: 'string', example: '15550001111' },
              bytes: { type: 'string' },
              name: { type: 'string' },
            },
          },
        },
      },
    },
    status: 202,
    answer: { sent: 3 },
    handle: sendAll,
  }),
];

async function sendAll(call: Call<StanzasBody>): Promise<{ sent: number }> {
  const { world, body } = call;
  const { stanzas = [], plaintexts = [] } = body;
  const nodes = stanzas.map(checked);
  const senders = plaintexts.map(({ from }) => userAt(world, from));
  let sent = 0;
  for (const companion of userOf(call, 'phone').companions.values()) {
    if (!companion.ready) continue;
    for (const node of nodes) companion.link?.send(node);
    for (const [at, { bytes, name }] of plaintexts.entries()) {
      await sendSealed(world, senders[at]!, companion, Buffer.from(bytes, 'base64'), name);
    }
    sent += nodes.length + plaintexts.length;
  }
  return { sent };
}

/** In the sender's turn: two ciphertexts at once would use one key. */
function sendSealed(world: World, from: User, to: Companion, plaintext: Buffer, name = from.name): Promise<void> {
  return from.turns.run(async () => {
    const { type, body } = await sealBytes(world, from, to, plaintext);
    const attrs = { from: from.jid('pn'), sender_lid: from.jid('lid'), notify: name, t: world.seconds() };
    to.link?.send(
      stanza('message', { ...attrs, id: newMessageId(), type: 'text' }, [stanza('enc', { v: 2, type }, body)]),
    );
  });
}

/** @throws Problem 400 for what can not be written as a stanza. */
function checked(given: unknown): BinaryNode {
  try {
    const node = nodeOf(given as GivenStanza);
    encodeBinaryNode(node);
    return node;
  } catch (error) {
    throw new Problem(400, 'Bad request', `This is no stanza: ${String(error)}`);
  }
}

function nodeOf({ tag, attrs = {}, content }: GivenStanza): BinaryNode {
  if (Array.isArray(content)) return { tag, attrs, content: content.map(nodeOf) };
  if (typeof content === 'string') return { tag, attrs, content };
  return content ? { tag, attrs, content: Buffer.from(content.base64, 'base64') } : { tag, attrs };
}
