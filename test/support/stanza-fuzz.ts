import type { Chance } from './chance.js';
import { NASTY } from './mutation.js';

/** A stanza as the sandbox takes it. */
export interface Stanza {
  tag: string;
  attrs: Record<string, string>;
  content?: string | { base64: string } | Stanza[];
}

/** Who and what may be named in stanzas: addresses, message ids. */
export interface Cast {
  addresses: string[];
  messageIds: string[];
}

const MAX_DEPTH = 4;
const TYPES = ['read', 'retry', 'sender', 'inactive', 'played', 'server-error', 'hist_sync', 'peer_msg', 'delivery'];
const NOTIFICATIONS = [
  ...['w:gp2', 'devices', 'encrypt', 'picture', 'account_sync', 'mediaretry', 'server_sync', 'privacy_token'],
  ...['newsletter', 'mex', 'link_code_companion_reg', 'status', 'business', 'psa', 'registration'],
];
const CHILDREN = [
  ...[
    'enc',
    'list',
    'item',
    'participant',
    'create',
    'add',
    'remove',
    'promote',
    'demote',
    'leave',
    'subject',
    'group',
  ],
  ...['description', 'body', 'announcement', 'locked', 'ephemeral', 'modify', 'membership_approval_request', 'revoke'],
  ...[
    'set',
    'delete',
    'update',
    'device',
    'key-index-list',
    'identity',
    'count',
    'collection',
    'privacy',
    'disappearing_mode',
  ],
  ...[
    'retry',
    'registration',
    'keys',
    'key',
    'skey',
    'type',
    'rmr',
    'encrypt',
    'enc_p',
    'enc_iv',
    'error',
    'offer',
    'accept',
  ],
  ...[
    'reject',
    'terminate',
    'video',
    'relaylatency',
    'composing',
    'paused',
    'plaintext',
    'meta',
    'bot',
    'reporting',
    'tokens',
  ],
  ...[
    'token',
    'live_updates',
    'messages',
    'message',
    'views_count',
    'reaction',
    'linked_account',
    'dirty',
    'offline',
    'x',
  ],
];
const ATTRIBUTES = [
  ...[
    'id',
    'from',
    'to',
    'type',
    't',
    'participant',
    'recipient',
    'notify',
    'offline',
    'count',
    'class',
    'jid',
    'value',
  ],
  ...['addressing_mode', 'sender_lid', 'sender_pn', 'participant_lid', 'participant_pn', 'peer_recipient_lid', 'edit'],
  ...[
    'call-id',
    'call-creator',
    'name',
    'version',
    'error',
    'code',
    'hash',
    'v',
    'expiration',
    'reason',
    'server_id',
    'last',
  ],
];

/** A stanza of a server that has gone mad, with real addresses and ids in it. Never one that ends or begins a connection. */
export function madStanza(chance: Chance, cast: Cast): Stanza {
  const tag = chance.one([
    'message',
    'message',
    'receipt',
    'receipt',
    'notification',
    'notification',
    'notification',
    'ib',
    'ack',
    'call',
    'presence',
    'chatstate',
    'x',
  ]);
  const type = tag === 'notification' ? chance.one(NOTIFICATIONS) : tag === 'receipt' ? chance.one(TYPES) : 'text';
  const usual = {
    id: chance.happens(0.3) ? chance.one(cast.messageIds) : `MAD${chance.below(1e9)}`,
    from: chance.one(cast.addresses),
    type,
    t: String(1_768_473_000 + chance.below(1e6)),
  };
  const attrs = mutatedAttributes(chance, { ...usual, ...attributes(chance, cast) });
  return { tag, attrs, ...content(chance, cast, 0) };
}

function attributes(chance: Chance, cast: Cast): Record<string, string> {
  const names = Array.from({ length: chance.below(4) }, () => chance.one(ATTRIBUTES));
  return Object.fromEntries(names.map((name) => [name, attribute(chance, cast)]));
}

function attribute(chance: Chance, cast: Cast): string {
  const act = chance.below(5);
  if (act === 0) return chance.one(cast.addresses);
  if (act === 1) return chance.one(cast.messageIds);
  if (act === 2) return String(chance.below(1e10));
  if (act === 3) return chance.one(['true', 'pn', 'lid', 'admin', '1', '0', '-1', 'text', 'media']);
  return text(chance);
}

function mutatedAttributes(chance: Chance, attrs: Record<string, string>): Record<string, string> {
  const kept = Object.entries(attrs).filter(() => !chance.happens(0.08));
  return Object.fromEntries(kept.map(([name, value]) => [name, chance.happens(0.08) ? text(chance) : value]));
}

function content(chance: Chance, cast: Cast, depth: number): Pick<Stanza, 'content'> {
  const act = chance.below(depth >= MAX_DEPTH ? 3 : 8);
  if (act === 0) return {};
  if (act === 1) return { content: text(chance) };
  if (act === 2) return { content: { base64: noise(chance, chance.below(200)).toString('base64') } };
  const child = (): Stanza => {
    return { tag: chance.one(CHILDREN), attrs: attributes(chance, cast), ...content(chance, cast, depth + 1) };
  };
  return { content: Array.from({ length: 1 + chance.below(3) }, child) };
}

/** Short: the codec of the sandbox writes what it can. */
function text(chance: Chance): string {
  return String(chance.one(NASTY.filter((value) => typeof value !== 'object')))
    .replace(/\p{Surrogate}/gu, '?')
    .slice(0, 300);
}

export function noise(chance: Chance, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => chance.below(256)));
}

/**
 * Protobuf that is well-formed, of fields nobody chose: numbers as those of WhatsApp's `Message` has them, with values of other types.
 * Now and then it ends too early. Padded as messages are.
 */
export function madMessage(chance: Chance): Buffer {
  const whole = fields(chance, 0);
  const bytes = chance.happens(0.1) ? whole.subarray(0, chance.below(whole.length + 1)) : whole;
  const padding = 1 + chance.below(15);
  return Buffer.concat([bytes, Buffer.alloc(padding, padding)]);
}

function fields(chance: Chance, depth: number): Buffer {
  return Buffer.concat(Array.from({ length: 1 + chance.below(4) }, () => field(chance, depth)));
}

function field(chance: Chance, depth: number): Buffer {
  const number = chance.happens(0.5) ? 1 + chance.below(20) : 1 + chance.below(110);
  const act = chance.below(depth >= MAX_DEPTH ? 3 : 6);
  if (act === 0) return Buffer.concat([varint(number * 8), varint(chance.one([0, 1, 5, 14, 2 ** 31, 2 ** 53 - 1]))]);
  if (act === 1) return Buffer.concat([varint(number * 8 + 1), noise(chance, 8)]);
  const body =
    act === 2 ? Buffer.from(chance.one(['', 'text', '1@s.whatsapp.net', 'AAAA', '\u0000'])) : fields(chance, depth + 1);
  return Buffer.concat([varint(number * 8 + 2), varint(body.length), body]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
