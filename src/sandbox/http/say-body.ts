import { FILE_TYPES, type FileType, type Speech } from '../content/compose.js';
import type { ObjectSchema } from './schema.js';
import { phoneNumberSchema } from './views.js';

/** The body with which all kinds of messages are sent as a simulated person. */

export type SpeechType = Speech['type'];

const FILE_NEEDED = Object.fromEntries(FILE_TYPES.map((type) => [type, []])) as unknown as Record<FileType, []>;

/** What each kind cannot be without. */
export const NEEDED: Record<SpeechType, (keyof SayBody)[]> = {
  text: ['text'],
  ...FILE_NEEDED,
  location: ['latitude', 'longitude'],
  contact: ['contacts'],
  poll: ['question', 'options'],
  vote: ['messageId', 'chosen'],
  reaction: ['messageId', 'emoji'],
  edit: ['messageId', 'text'],
  delete: ['messageId'],
  pin: ['messageId'],
  groupInvite: ['group', 'inviteCode', 'groupName'],
  raw: [],
};

export const SAYING =
  'The kind is `type`; each needs: ' +
  Object.entries(NEEDED)
    .map(([kind, needed]) => `${kind} (${needed.map((name) => `\`${name}\``).join(', ') || instead(kind)})`)
    .join(', ') +
  '. `messageId` and `replyTo` name messages of the same chat.';

/** What is said of a file. */
export const fileFields = {
  data: { type: 'string', description: 'Files: the bytes in base64.' },
  sizeBytes: {
    type: 'integer',
    minimum: 0,
    maximum: 104_857_600,
    description: 'Files: so many random bytes instead.',
  },
  mimetype: { type: 'string', description: 'Files: a usual one for the kind when it is left out.' },
  caption: { type: 'string' },
  filename: { type: 'string', description: 'Of a document.' },
  seconds: { type: 'integer', minimum: 0, description: 'Of audio and video; how long a pin lasts, 0 takes it away.' },
  width: { type: 'integer', minimum: 0 },
  height: { type: 'integer', minimum: 0 },
  thumbnail: { type: 'string', description: 'JPEG in base64.' },
  waveform: {
    type: 'array',
    items: { type: 'integer', minimum: 0, maximum: 100 },
    description: 'Of a voice message.',
  },
} satisfies ObjectSchema['properties'];

export const saySchema: ObjectSchema = {
  type: 'object',
  required: ['to'],
  properties: {
    to: {
      type: 'string',
      pattern: '^(\\+?[1-9]\\d{4,14}|\\d{10,25}@g\\.us|status@broadcast)$',
      example: '15550001111',
      description:
        'Number of the phone or contact that receives it, JID of a group, or `status@broadcast`: then all who know the sender see it.',
    },
    id: { type: 'string', pattern: '^[A-Za-z0-9]{1,64}$', description: 'Message id; a random one when left out.' },
    type: { type: 'string', enum: Object.keys(NEEDED), description: 'Default text.' },
    text: { type: 'string' },
    ...fileFields,
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
    group: { type: 'string', description: 'JID of the group that somebody is invited into.' },
    inviteCode: { type: 'string' },
    groupName: { type: 'string' },
    question: { type: 'string' },
    options: { type: 'array', items: { type: 'string' } },
    selectable: { type: 'integer', minimum: 0, description: 'How many options may be chosen; 0, the default, is any.' },
    chosen: {
      type: 'array',
      items: { type: 'string' },
      description: 'Options of the poll, as they are written there.',
    },
    emoji: { type: 'string', description: 'Empty to take a reaction back.' },
    messageId: { type: 'string', description: 'What is voted in, reacted to, edited, deleted or pinned.' },
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
    withheld: {
      type: 'boolean',
      description:
        'To a person: linked devices get word of the message and not what it says. The phone gives it to those that ask, but for what is viewed once.',
    },
    disappearsAfterSeconds: { type: 'integer', minimum: 0 },
  },
};

export interface FileBody {
  data?: string;
  sizeBytes?: number;
  mimetype?: string;
  caption?: string;
  filename?: string;
  seconds?: number;
  width?: number;
  height?: number;
  thumbnail?: string;
  waveform?: number[];
}

export interface SayBody extends FileBody {
  to: string;
  id?: string;
  type?: SpeechType;
  text?: string;
  latitude?: number;
  longitude?: number;
  name?: string;
  address?: string;
  contacts?: { name: string; phone: string }[];
  group?: string;
  inviteCode?: string;
  groupName?: string;
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
  withheld?: boolean;
  disappearsAfterSeconds?: number;
}

function instead(kind: string): string {
  return kind === 'raw' ? '`message` or `protobuf`' : '`data` or `sizeBytes`';
}
