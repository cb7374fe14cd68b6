import { route, TextAnswer, type Route } from './route.js';
import { digits, exampleMessage, messageView, time } from './views.js';

const tag = 'Evidence';
const LIST_LIMIT = 1000;

/** What the server saw. */
export const evidenceRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/messages',
    tag,
    summary: 'Messages the server routed',
    description:
      'In both directions, newest matches, oldest of them first. `text` is what the simulated recipient decrypted, null until it did; ' +
      '`content` is the same by kind with all its fields (`type` is the kind), `context` what surrounds it. ' +
      '`attempts` counts how often the id arrived and `ciphertexts` how many different encryptions of it the recipient’s phone was sent: a resend is one entry. ' +
      '`decryptFailures` counts what the recipient’s phone could not decrypt of it, `refusals` the error acks. ' +
      '`decryptError` stands while the recipient could not decrypt and has asked for a resend. `receipts` are those of linked devices; ' +
      'type `delivered` is a receipt without a type. `deliveredAt` and `readAt` are by the first device of the recipient.',
    query: {
      from: { type: 'string' },
      to: { type: 'string' },
      id: { type: 'string' },
      limit: { type: 'integer', minimum: 1, description: `Default ${LIST_LIMIT}.` },
    },
    status: 200,
    answer: { messages: [exampleMessage] },
    handle: ({ world, query }) => {
      const number = (value: string | undefined) => value && digits(value);
      const { id, limit = String(LIST_LIMIT) } = query;
      const found = world.messages.list({ from: number(query.from), to: number(query.to), id, limit: Number(limit) });
      return { messages: found.map(messageView) };
    },
  }),
  route({
    method: 'GET',
    path: '/connections',
    tag,
    summary: 'Open connections of clients',
    status: 200,
    answer: {
      connections: [
        { phoneNumber: '15550001111', device: 1, since: exampleMessage.at, paired: true, ready: true, frames: 42 },
      ],
    },
    handle: ({ world }) => ({
      connections: [...world.connections].map(({ companion, since, frames }) => ({
        ...(companion && { phoneNumber: companion.user.phoneNumber, device: companion.device }),
        since: time(since),
        paired: companion !== undefined,
        ready: companion?.ready ?? false,
        frames,
      })),
    }),
  }),
  route({
    method: 'GET',
    path: '/log',
    tag,
    summary: 'What happened on the wire',
    description:
      'Logins and refusals, ends (`replaced` is a 440), pairings, receipts, retry receipts, refused stanzas. The newest 20,000 entries.',
    query: { phone: { type: 'string' } },
    status: 200,
    answer: { entries: [{ at: exampleMessage.at, event: 'login', phoneNumber: '15550001111', device: 1 }] },
    handle: ({ world, query }) => ({
      entries: world.log.list(query.phone && digits(query.phone)).map((entry) => ({ ...entry, at: time(entry.at) })),
    }),
  }),
];

export const serverRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/health',
    tag: 'Server',
    summary: 'Whether the sandbox is up',
    status: 200,
    answer: { status: 'ok' },
    handle: () => ({ status: 'ok' }),
  }),
  route({
    method: 'GET',
    path: '/noise-root',
    tag: 'Server',
    summary: 'Root key of the Noise certificate',
    description: 'For clients that check it: base64 of 32 bytes, to be set as `WA_CERT_DETAILS.PUBLIC_KEY` in Baileys.',
    status: 200,
    answer: { publicKey: 'l3bJ…' },
    handle: ({ world }) => ({ publicKey: world.identity.root.public.toString('base64') }),
  }),
  route({
    method: 'POST',
    path: '/reset',
    tag: 'Server',
    summary: 'Forget everything',
    description: 'Drops all connections, and all users, messages, faults and log entries.',
    status: 204,
    handle: ({ world }) => world.forgetEverything(),
  }),
];

export function caRoute(caPem: string): Route {
  return route({
    method: 'GET',
    path: '/ca.pem',
    tag: 'Server',
    summary: 'Certificate of the CA that clients must trust',
    status: 200,
    handle: () => new TextAnswer('application/x-pem-file', caPem),
  });
}
