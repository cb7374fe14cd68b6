import { proto } from '@whiskeysockets/baileys';
import { authorIn, chatWith, findIn, keyIn, type Chat } from '../chat.js';
import { compose, type Speech, type SpeechContext } from '../content/compose.js';
import type { MessageRecord } from '../ledger.js';
import { newMessageId, sendMessage } from '../simulated-phone.js';
import { pollOf } from '../votes.js';
import type { World } from '../world.js';
import { Problem, type Call } from './route.js';
import type { ObjectSchema } from './schema.js';
import { digits, phoneNumberSchema, userOf } from './views.js';

/** Sending as a simulated person: one body for all kinds of messages. */

type SpeechType = Speech['type'];

/** What each kind cannot be without. */
const NEEDED: Record<SpeechType, (keyof SayBody)[]> = {
  text: ['text'],
  location: ['latitude', 'longitude'],
  contact: ['contacts'],
  poll: ['question', 'options'],
  vote: ['messageId', 'chosen'],
  reaction: ['messageId', 'emoji'],
  edit: ['messageId', 'text'],
  delete: ['messageId'],
  raw: [],
};

export const SAYING =
  'The kind is `type`; each needs: ' +
  Object.entries(NEEDED)
    .map(([kind, needed]) => `${kind} (${needed.map((name) => `\`${name}\``).join(', ') || '`message` or `protobuf`'})`)
    .join(', ') +
  '. `messageId` and `replyTo` name messages of the same chat.';

export const saySchema: ObjectSchema = {
  type: 'object',
  required: ['to'],
  properties: {
    to: { ...phoneNumberSchema, description: 'Number of the phone or contact that receives it.' },
    id: { type: 'string', pattern: '^[A-Za-z0-9]{1,64}$', description: 'Message id; a random one when left out.' },
    type: { type: 'string', enum: Object.keys(NEEDED), description: 'Default text.' },
    text: { type: 'string' },
    latitude: { type: 'number' },
    longitude: { type: 'number' },
    name: { type: 'string', description: 'Of a location.' },
    address: { type: 'string', description: 'Of a location.' },
    contacts: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'phone'],
        properties: { name: { type: 'string' }, phone: phoneNumberSchema },
      },
    },
    question: { type: 'string' },
    options: { type: 'array', items: { type: 'string' } },
    selectable: { type: 'integer', minimum: 0, description: 'How many options may be chosen; 0, the default, is any.' },
    chosen: {
      type: 'array',
      items: { type: 'string' },
      description: 'Options of the poll, as they are written there.',
    },
    emoji: { type: 'string', description: 'Empty to take a reaction back.' },
    messageId: { type: 'string', description: 'What is voted in, reacted to, edited or deleted.' },
    message: {
      type: 'object',
      properties: {},
      open: true,
      description: 'raw: WhatsApp’s protobuf `Message` as JSON, bytes in base64; for kinds that have no name here.',
    },
    protobuf: { type: 'string', description: 'raw: the encoded `Message` in base64, fields nobody knows included.' },
    replyTo: { type: 'string', description: 'Id of the message that is quoted.' },
    mentions: { type: 'array', items: phoneNumberSchema },
    forwarded: { type: 'boolean' },
    viewOnce: { type: 'boolean' },
    disappearsAfterSeconds: { type: 'integer', minimum: 0 },
  },
};

export interface SayBody {
  to: string;
  id?: string;
  type?: SpeechType;
  text?: string;
  latitude?: number;
  longitude?: number;
  name?: string;
  address?: string;
  contacts?: { name: string; phone: string }[];
  question?: string;
  options?: string[];
  selectable?: number;
  chosen?: string[];
  emoji?: string;
  messageId?: string;
  message?: Record<string, unknown>;
  protobuf?: string;
  replyTo?: string;
  mentions?: string[];
  forwarded?: boolean;
  viewOnce?: boolean;
  disappearsAfterSeconds?: number;
}

/** @throws Problem 400 for a field that is missing, 404 for people and messages that are not there. */
export async function say(call: Call<SayBody>): Promise<{ messageId: string }> {
  const { world, body } = call;
  const from = userOf(call);
  const to = userAt(world, body.to);
  const chat = chatWith(from, to);
  const content = compose(speech(world, chat, body), context(world, chat, body), world.now());
  const messageId = body.id ?? newMessageId();
  await sendMessage(world, from, to, content, messageId);
  return { messageId };
}

function speech(world: World, chat: Chat, body: SayBody): Speech {
  const { type = 'text' } = body;
  const missing = NEEDED[type].filter((name) => body[name] === undefined);
  if (missing.length > 0) throw new Problem(400, 'Bad request', `${missing.join(' and ')} missing.`);
  const { text = '', latitude = 0, longitude = 0, contacts = [], question = '', options = [], emoji = '' } = body;
  switch (type) {
    case 'text':
      return { type, text };
    case 'location':
      return { type, latitude, longitude, ...pick(body, 'name', 'address') };
    case 'contact':
      return { type, contacts };
    case 'poll':
      return { type, question, options, selectable: body.selectable ?? 0 };
    case 'vote':
      return vote(world, chat, body);
    case 'reaction':
      return { type, target: keyIn(chat, target(world, chat, body)), emoji };
    case 'edit':
      return { type, target: keyIn(chat, target(world, chat, body)), text };
    case 'delete':
      return { type, target: keyIn(chat, target(world, chat, body)) };
    case 'raw':
      return { type, message: rawMessage(body) };
  }
}

function vote(world: World, chat: Chat, body: SayBody): Speech {
  const record = target(world, chat, body);
  const poll = record.content && pollOf(record.content);
  if (!poll) throw new Problem(409, 'No poll', `${record.id} is no poll that somebody here has read.`);
  const { chosen = [] } = body;
  const unknown = chosen.filter((option) => !poll.options.includes(option));
  if (unknown.length > 0) throw new Problem(400, 'Bad request', `The poll has no option ${unknown.join(', ')}.`);
  const ballot = { secret: poll.secret, creator: authorIn(chat, record), voter: chat.me.jid(chat.space) };
  return { type: 'vote', poll: keyIn(chat, record), ...ballot, chosen };
}

function rawMessage({ message, protobuf }: SayBody): proto.IMessage {
  try {
    if (protobuf !== undefined) return proto.Message.decode(Buffer.from(protobuf, 'base64'));
    return proto.Message.fromObject(message ?? {});
  } catch (error) {
    throw new Problem(400, 'Bad request', `This is no Message: ${String(error)}`);
  }
}

function context(world: World, chat: Chat, body: SayBody): SpeechContext {
  const { replyTo, mentions = [] } = body;
  const quoted = replyTo === undefined ? undefined : messageIn(world, chat, replyTo);
  return {
    ...(quoted && { replyTo: { id: quoted.id, author: authorIn(chat, quoted), message: quoted.content ?? {} } }),
    mentions: mentions.map((number) => userAt(world, number).jid(chat.space)),
    ...pick(body, 'forwarded', 'viewOnce', 'disappearsAfterSeconds'),
  };
}

function target(world: World, chat: Chat, { messageId = '' }: SayBody): MessageRecord {
  return messageIn(world, chat, messageId);
}

function messageIn(world: World, chat: Chat, id: string): MessageRecord {
  const record = findIn(world, chat, id);
  if (!record) throw new Problem(404, 'Not found', `No message ${id} is in the chat with ${chat.jid}.`);
  return record;
}

function userAt(world: World, phoneNumber: string) {
  const user = world.users.withNumber(digits(phoneNumber));
  if (!user) throw new Problem(404, 'Not found', `Nobody has the number ${digits(phoneNumber)}.`);
  return user;
}

/** The named properties that are there. */
function pick<T extends object, K extends keyof T>(source: T, ...names: K[]): { [P in K]?: NonNullable<T[P]> } {
  const present = names.filter((name) => source[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, source[name]])) as { [P in K]?: NonNullable<T[P]> };
}
