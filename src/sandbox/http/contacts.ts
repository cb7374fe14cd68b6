import { moveToNewPhone } from '../new-phone.js';
import type { Behaviour } from '../users.js';
import {
  behaviourSchema,
  change,
  createUser,
  inbox,
  newUserSchema,
  read,
  readSchema,
  removeUser,
  type NewUser,
  type ReadBody,
} from './people.js';
import { route, type Route } from './route.js';
import { SAYING, saySchema, type SayBody } from './say-body.js';
import { say } from './say.js';
import { exampleMessage, exampleUser, userOf, userView } from './views.js';

const tag = 'Contacts';

/** Contacts: users with only a simulated phone, which the program under test writes to and hears from. */
export const contactRoutes: Route[] = [
  route<NewUser>({
    method: 'POST',
    path: '/contacts',
    tag,
    summary: 'Create a contact',
    body: newUserSchema,
    status: 201,
    answer: exampleUser,
    handle: ({ world, body }) => userView(createUser(world, 'contact', body)),
  }),
  route({
    method: 'GET',
    path: '/contacts',
    tag,
    summary: 'List contacts',
    status: 200,
    answer: { contacts: [exampleUser] },
    handle: ({ world }) => ({ contacts: world.users.all('contact').map(userView) }),
  }),
  route({
    method: 'GET',
    path: '/contacts/{phoneNumber}',
    tag,
    summary: 'Show a contact',
    status: 200,
    answer: exampleUser,
    handle: (call) => userView(userOf(call, 'contact')),
  }),
  route<Partial<Behaviour>>({
    method: 'PATCH',
    path: '/contacts/{phoneNumber}',
    tag,
    summary: 'Change how a contact acts',
    body: { type: 'object', properties: behaviourSchema },
    status: 200,
    answer: exampleUser,
    handle: (call) => {
      const user = userOf(call, 'contact');
      change(call.world, user, call.body);
      return userView(user);
    },
  }),
  route({
    method: 'DELETE',
    path: '/contacts/{phoneNumber}',
    tag,
    summary: 'Delete a contact',
    description: 'The number is then not on WhatsApp.',
    status: 204,
    handle: (call) => removeUser(call.world, userOf(call, 'contact')),
  }),
  route<SayBody>({
    method: 'POST',
    path: '/contacts/{phoneNumber}/messages',
    tag,
    summary: 'Send a message as the contact',
    description: `Encrypted for every companion of the addressee. Answers when the server has it, not when it is delivered. ${SAYING}`,
    body: saySchema,
    status: 202,
    answer: { messageId: exampleMessage.id },
    handle: say,
  }),
  route<{ told?: boolean }>({
    method: 'POST',
    path: '/contacts/{phoneNumber}/new-phone',
    tag,
    summary: 'Move a contact to a new phone',
    description:
      'New keys under the same number, and none of the old sessions: what was encrypted for the old phone it asks for again. ' +
      'Those who know the contact are told of it by WhatsApp.',
    body: {
      type: 'object',
      properties: { told: { type: 'boolean', description: 'Whether WhatsApp tells them. Default true.' } },
    },
    status: 204,
    handle: (call) => moveToNewPhone(call.world, userOf(call, 'contact'), call.body.told ?? true),
  }),
  route<ReadBody>({
    method: 'POST',
    path: '/contacts/{phoneNumber}/read',
    tag,
    summary: 'Read messages',
    description:
      'Sends read receipts for what the contact received and has not read: all, those named, or those of one sender.',
    body: readSchema,
    status: 200,
    answer: { read: 1 },
    handle: read,
  }),
  route({
    method: 'GET',
    path: '/contacts/{phoneNumber}/inbox',
    tag,
    summary: 'Messages the contact has',
    description: 'In order of arrival, each id once, as a real phone shows them.',
    status: 200,
    answer: { messages: [exampleMessage] },
    handle: inbox,
  }),
];
