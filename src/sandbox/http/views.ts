import { describe, surroundings } from '../content/describe.js';
import type { MessageRecord } from '../ledger.js';
import type { User } from '../users.js';
import type { World } from '../world.js';
import { Problem, type Call } from './route.js';
import type { Schema } from './schema.js';

/** How users and messages look in answers; what several routes share. Times are ISO 8601 in UTC with milliseconds. */

export const phoneNumberSchema: Schema = {
  type: 'string',
  pattern: '^\\+?[1-9]\\d{4,14}$',
  example: '15550001111',
  description: 'Country code and number; a free one is chosen when it is left out.',
};

export function digits(phoneNumber: string): string {
  return phoneNumber.replace(/^\+/, '');
}

/** Whoever has the number. @throws Problem 404 */
export function userAt(world: World, phoneNumber: string): User {
  const user = world.users.withNumber(digits(phoneNumber));
  if (!user) throw new Problem(404, 'Not found', `Nobody has the number ${digits(phoneNumber)}.`);
  return user;
}

/** @throws Problem 404 */
export function userOf({ world, params }: Call, role?: User['role']): User {
  const phoneNumber = digits(params.phoneNumber ?? '');
  const user = world.users.withNumber(phoneNumber);
  if (!user || (role !== undefined && user.role !== role)) {
    throw new Problem(404, 'Not found', `No ${role ?? 'user'} has the number ${phoneNumber}.`);
  }
  return user;
}

export function userView(user: User) {
  const { phoneNumber, name, behaviour } = user;
  return { phoneNumber, lid: user.jid('lid'), jid: user.jid('pn'), name, ...behaviour };
}

export function phoneView(user: User) {
  const devices = [...user.companions.values()].map(({ device, platform, ready, queue }) => ({
    device,
    online: ready,
    platform,
    waiting: queue.size,
  }));
  return { ...userView(user), devices };
}

export function messageView(record: MessageRecord) {
  const { id, from, to, fromDevice, type, text, serverAcked, attempts, ciphertexts } = record;
  const { decryptFailures, refusals } = record;
  return {
    ...{ id, from, to, fromDevice, at: time(record.at), type, text, serverAcked },
    ...(record.edit !== null && { edit: record.edit }),
    ...contentView(record),
    ...(record.deliveredAt !== null && { deliveredAt: time(record.deliveredAt) }),
    ...(record.readAt !== null && { readAt: time(record.readAt), readBy: record.readBy }),
    ...{ attempts, ciphertexts, decryptFailures, refusals },
    ...(record.decryptError !== null && { decryptError: record.decryptError }),
    receipts: record.receipts.map((receipt) => ({ ...receipt, at: time(receipt.at) })),
  };
}

/** Null until a simulated phone could read it. */
function contentView({ content, chosen, download }: MessageRecord) {
  if (!content) return { content: null, context: null };
  return {
    content: { ...describe(content), ...(chosen && { chosen }) },
    context: surroundings(content),
    ...(download && { download }),
  };
}

export function time(ms: number): string {
  return new Date(ms).toISOString();
}

export const exampleUser = {
  phoneNumber: '15550001111',
  lid: '112345678901234@lid',
  jid: '15550001111@s.whatsapp.net',
  name: 'Ada',
  online: true,
  autoRead: false,
  replyWith: null,
  addressing: 'pn',
  hidesNumber: false,
  groupsByInvite: false,
};

export const exampleMessage = {
  id: '3EB0C0FFEE0123456789AB',
  from: '15550001111',
  to: '15550002222',
  fromDevice: 1,
  at: '2026-01-01T12:00:00.000Z',
  type: 'text',
  text: 'Hello',
  content: { type: 'text', text: 'Hello', preview: null },
  context: { replyTo: null, mentions: [], forwarded: false, viewOnce: false, disappearsAfterSeconds: null },
  serverAcked: true,
  deliveredAt: '2026-01-01T12:00:00.010Z',
  readAt: '2026-01-01T12:00:01.000Z',
  attempts: 1,
  ciphertexts: 1,
  decryptFailures: 0,
  refusals: 0,
  receipts: [],
};
