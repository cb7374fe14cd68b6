import { linkStranger, unlink } from '../devices.js';
import { enterCode } from '../pairing-code.js';
import { PairingError, scanQr } from '../pairing.js';
import type { Behaviour, Companion, User } from '../users.js';
import type { World } from '../world.js';
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
import { Problem, route, type Call, type Route } from './route.js';
import { SAYING, saySchema, type SayBody } from './say-body.js';
import { say } from './say.js';
import { digits, exampleMessage, exampleUser, phoneView, userOf } from './views.js';

const tag = 'Phones';
/** A paired client reconnects at once; one that does not is linked all the same. */
const LOGIN_MS = 5000;

const examplePhone = { ...exampleUser, devices: [{ device: 1, online: true, platform: 'chrome', waiting: 0 }] };
const exampleLink = {
  phoneNumber: '15550001111',
  device: 1,
  jid: '15550001111:1@s.whatsapp.net',
  linked: true,
  online: true,
};

/** Phones: users with device 0 simulated, to which clients are linked as companions. */
export const phoneRoutes: Route[] = [
  route<NewUser>({
    method: 'POST',
    path: '/phones',
    tag,
    summary: 'Create a phone',
    body: newUserSchema,
    status: 201,
    answer: examplePhone,
    handle: ({ world, body }) => phoneView(createUser(world, 'phone', body)),
  }),
  route({
    method: 'GET',
    path: '/phones',
    tag,
    summary: 'List phones',
    status: 200,
    answer: { phones: [examplePhone] },
    handle: ({ world }) => ({ phones: world.users.all('phone').map(phoneView) }),
  }),
  route({
    method: 'GET',
    path: '/phones/{phoneNumber}',
    tag,
    summary: 'Show a phone and its linked devices',
    description: '`waiting` counts the stanzas a device has not acknowledged.',
    status: 200,
    answer: examplePhone,
    handle: (call) => phoneView(userOf(call, 'phone')),
  }),
  route<Partial<Behaviour>>({
    method: 'PATCH',
    path: '/phones/{phoneNumber}',
    tag,
    summary: 'Change how the phone itself acts',
    body: { type: 'object', properties: behaviourSchema },
    status: 200,
    answer: examplePhone,
    handle: (call) => {
      const user = userOf(call, 'phone');
      change(call.world, user, call.body);
      return phoneView(user);
    },
  }),
  route({
    method: 'DELETE',
    path: '/phones/{phoneNumber}',
    tag,
    summary: 'Delete a phone',
    description: 'Its devices are logged out; the number is then not on WhatsApp.',
    status: 204,
    handle: (call) => {
      const user = userOf(call, 'phone');
      for (const companion of user.companions.values()) unlink(call.world, companion);
      removeUser(call.world, user);
    },
  }),
  route<{ qr: string }>({
    method: 'POST',
    path: '/phones/{phoneNumber}/scan',
    tag,
    summary: 'Scan a QR code',
    description:
      'Links the client that shows it; the phone is created if it is not there. Answers when the client has logged in again, or after 5 s.',
    body: {
      type: 'object',
      required: ['qr'],
      properties: { qr: { type: 'string', description: 'Text of the QR code.' } },
    },
    status: 200,
    answer: exampleLink,
    handle: (call) => pair(call.world, phoneAt(call), (phone) => scanQr(call.world, phone, call.body.qr)),
  }),
  route<{ code: string }>({
    method: 'POST',
    path: '/phones/{phoneNumber}/pairing-code',
    tag,
    summary: 'Type a pairing code',
    description:
      'Links the client that asked for a code for this number. A wrong code gives 422 and may be typed again.',
    body: {
      type: 'object',
      required: ['code'],
      properties: { code: { type: 'string', example: 'ABCD-1234', description: 'Dashes and spaces do not count.' } },
    },
    status: 200,
    answer: exampleLink,
    handle: (call) => pair(call.world, phoneAt(call), (phone) => enterCode(call.world, phone, call.body.code)),
  }),
  route<string>({
    method: 'POST',
    path: '/admin/mock-phone/scan-qr',
    tag,
    summary: 'Scan a QR code with a fresh phone',
    description:
      'The body is the text of the QR code and nothing else, in any content type. The phone gets a random number.',
    body: 'text',
    status: 200,
    answer: exampleLink,
    handle: ({ world, body }) =>
      pair(world, createUser(world, 'phone', {}), (phone) => scanQr(world, phone, body), true),
  }),
  route<{ platform?: string }>({
    method: 'POST',
    path: '/phones/{phoneNumber}/devices',
    tag,
    summary: 'Link another device, of somebody else',
    description: 'As when somebody who has the phone in hand links his own. It is never online.',
    body: { type: 'object', properties: { platform: { type: 'string', example: 'desktop' } } },
    status: 201,
    answer: { device: 2, jid: '15550001111:2@s.whatsapp.net' },
    handle: (call) => {
      const companion = linkStranger(call.world, userOf(call, 'phone'), call.body.platform ?? 'desktop');
      return { device: companion.device, jid: companion.jid('pn') };
    },
  }),
  route({
    method: 'POST',
    path: '/phones/{phoneNumber}/devices/{device}/logout',
    tag,
    summary: 'Log a linked device out',
    description: 'A live connection ends with 401, and so does every later login of the device.',
    status: 204,
    handle: (call) => {
      const companion = userOf(call, 'phone').companions.get(Number(call.params.device));
      if (!companion) throw new Problem(404, 'Not found', `The phone has no device ${call.params.device}.`);
      unlink(call.world, companion);
    },
  }),
  route<SayBody>({
    method: 'POST',
    path: '/phones/{phoneNumber}/messages',
    tag,
    summary: 'Send a message from the phone itself',
    description: `The linked devices get their copy of it, as a message of their own account. ${SAYING}`,
    body: saySchema,
    status: 202,
    answer: { messageId: exampleMessage.id },
    handle: say,
  }),
  route<ReadBody>({
    method: 'POST',
    path: '/phones/{phoneNumber}/read',
    tag,
    summary: 'Read messages on the phone itself',
    description: 'As for contacts.',
    body: readSchema,
    status: 200,
    answer: { read: 1 },
    handle: read,
  }),
  route({
    method: 'GET',
    path: '/phones/{phoneNumber}/inbox',
    tag,
    summary: 'Messages the phone itself has',
    status: 200,
    answer: { messages: [exampleMessage] },
    handle: inbox,
  }),
];

/** @throws Problem 409 when a contact has the number. */
function phoneAt({ world, params }: Call): User {
  const phoneNumber = params.phoneNumber ?? '';
  const known = world.users.withNumber(digits(phoneNumber));
  if (known?.role === 'contact') throw new Problem(409, 'Taken', `${phoneNumber} is a contact, not a phone.`);
  return known ?? createUser(world, 'phone', { phoneNumber });
}

async function pair(world: World, phone: User, act: (phone: User) => Promise<Companion>, isFresh = false) {
  try {
    const companion = await act(phone);
    await loggedIn(world, companion);
    const { device, ready } = companion;
    return { phoneNumber: phone.phoneNumber, device, jid: companion.jid('pn'), linked: true, online: ready };
  } catch (error) {
    if (isFresh) removeUser(world, phone);
    if (error instanceof PairingError) throw new Problem(422, 'Not paired', error.message);
    throw error;
  }
}

function loggedIn(world: World, companion: Companion): Promise<void> {
  if (companion.ready) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (who?: Companion) => {
      if (who && who !== companion) return;
      clearTimeout(timer);
      world.events.off('ready', finish);
      resolve();
    };
    const timer = setTimeout(finish, LOGIN_MS);
    world.events.on('ready', finish);
  });
}
