import { peopleChanged } from '../screen/changes.js';
import { comeOnline, readMessages } from '../simulated-phone.js';
import { User, type Behaviour, type Role } from '../users.js';
import type { World } from '../world.js';
import { Problem, type Call } from './route.js';
import type { ObjectSchema } from './schema.js';
import { digits, messageView, phoneNumberSchema, userOf } from './views.js';

/** What phones and contacts can do alike: they are both users with a simulated phone. */

export const behaviourSchema = {
  online: {
    type: 'boolean',
    description: 'Offline, messages wait: the server acks them, the phone neither decrypts nor sends receipts.',
  },
  autoRead: { type: 'boolean', description: 'Sends a read receipt for every message at once.' },
  replyWith: { type: 'string', nullable: true, description: 'Text it answers to every received text; null for none.' },
  addressing: {
    type: 'string',
    enum: ['pn', 'lid'],
    description: 'Whether its messages come from the phone number or from the LID.',
  },
  hidesNumber: { type: 'boolean', description: 'With `lid`, its messages do not tell its phone number either.' },
  groupsByInvite: { type: 'boolean', description: 'Nobody may add it to a group without its consent.' },
} as const;

export const newUserSchema: ObjectSchema = {
  type: 'object',
  properties: {
    phoneNumber: phoneNumberSchema,
    name: { type: 'string', description: 'Push name.' },
    lid: { type: 'string', pattern: '^\\d{5,16}(@lid)?$', description: 'A free one is chosen when it is left out.' },
    ...behaviourSchema,
  },
};

export interface NewUser extends Partial<Behaviour> {
  phoneNumber?: string;
  name?: string;
  lid?: string;
}

/** @throws Problem 409 when the number or the LID is taken. */
export function createUser(world: World, role: Role, wanted: NewUser): User {
  const { phoneNumber, name, lid, ...behaviour } = wanted;
  const number = phoneNumber === undefined ? world.users.freeNumber() : digits(phoneNumber);
  const lidUser = lid === undefined ? world.users.freeLid() : lid.replace('@lid', '');
  if (world.users.withNumber(number)) throw new Problem(409, 'Taken', `The number ${number} is in use.`);
  if (world.users.withLid(lidUser)) throw new Problem(409, 'Taken', `The LID ${lidUser} is in use.`);
  const user = new User(role, number, lidUser, name ?? `${role === 'phone' ? 'Phone' : 'Contact'} ${number.slice(-4)}`);
  Object.assign(user.behaviour, behaviour);
  world.users.add(user);
  peopleChanged(world);
  return user;
}

/** The number is then not on WhatsApp. */
export function removeUser(world: World, user: User): void {
  world.users.remove(user);
  peopleChanged(world);
}

export function change(world: World, user: User, behaviour: Partial<Behaviour>): void {
  const { online, ...others } = behaviour;
  Object.assign(user.behaviour, others);
  if (online === true) comeOnline(world, user);
  if (online === false) user.behaviour.online = false;
  peopleChanged(world);
}

export const readSchema: ObjectSchema = {
  type: 'object',
  properties: { messageIds: { type: 'array', items: { type: 'string' } }, from: { type: 'string' } },
};

export interface ReadBody {
  messageIds?: string[];
  from?: string;
}

/** Read receipts for what is in the inbox and unread, narrowed by ids or sender. */
export function read(call: Call<ReadBody>): { read: number } {
  const user = userOf(call);
  const { messageIds, from } = call.body;
  const ids = messageIds && new Set(messageIds);
  const chosen = [...user.inbox.values()].filter(
    (record) => (!ids || ids.has(record.id)) && (from === undefined || record.from === digits(from)),
  );
  return { read: readMessages(call.world, user, chosen) };
}

export function inbox(call: Call) {
  return { messages: [...userOf(call).inbox.values()].map(messageView) };
}
