import { proto } from '@whiskeysockets/baileys';
import { newChannel, type Channel } from '../channels/channel.js';
import { post } from '../channels/messages.js';
import { compose, FILE_TYPES, type FileType } from '../content/compose.js';
import type { World } from '../world.js';
import { fileSpeech } from './file-speech.js';
import { Problem, route, type Call, type Route } from './route.js';
import { type FileBody, fileFields } from './say-body.js';
import { phoneNumberSchema, time, userAt } from './views.js';

const tag = 'Channels';

const exampleChannel = {
  jid: '120363012345678901@newsletter',
  name: 'News',
  description: null,
  owner: '15550001111',
  followers: ['15550002222'],
  createdAt: '2026-01-01T12:00:00.000Z',
};

/** Channels, as their simulated owners use them; what clients do to them comes by stanza. */
export const channelRoutes: Route[] = [
  route<{ by: string; name: string; description?: string }>({
    method: 'POST',
    path: '/channels',
    tag,
    summary: 'Create a channel',
    body: {
      type: 'object',
      required: ['by', 'name'],
      properties: { by: phoneNumberSchema, name: { type: 'string' }, description: { type: 'string' } },
    },
    status: 201,
    answer: exampleChannel,
    handle: ({ world, body }) => {
      const { phoneNumber } = userAt(world, body.by);
      const channel = newChannel(phoneNumber, body.name, body.description ?? null, world.now());
      world.channels.set(channel.jid, channel);
      return view(channel);
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{jid}',
    tag,
    summary: 'Show a channel',
    status: 200,
    answer: exampleChannel,
    handle: (call) => view(channelOf(call)),
  }),
  route<PostBody>({
    method: 'POST',
    path: '/channels/{jid}/messages',
    tag,
    summary: 'Post in a channel as its owner',
    body: {
      type: 'object',
      properties: {
        text: { type: 'string' },
        type: { type: 'string', enum: [...FILE_TYPES], description: 'A file instead, with `data` or `sizeBytes`.' },
        ...fileFields,
        message: {
          type: 'object',
          properties: {},
          open: true,
          description: 'WhatsApp’s protobuf `Message` as JSON instead, bytes in base64.',
        },
      },
    },
    status: 202,
    answer: { messageId: '3EB0C0FFEE0123456789AB' },
    handle: async (call) => {
      const channel = channelOf(call);
      return { messageId: post(call.world, channel, await contentOf(call.world, call.body)) };
    },
  }),
];

interface PostBody extends FileBody {
  text?: string;
  type?: FileType;
  message?: Record<string, unknown>;
}

async function contentOf(world: World, { text = '', type, message, ...file }: PostBody): Promise<proto.IMessage> {
  if (message) return proto.Message.fromObject(message);
  if (!type) return { conversation: text };
  return compose(await fileSpeech(type, file, (plain) => world.media.publishPlain(plain)), {}, world.now());
}

/** @throws Problem 404 */
function channelOf({ world, params }: Pick<Call, 'world' | 'params'>): Channel {
  const channel = world.channels.get(params.jid ?? '');
  if (!channel) throw new Problem(404, 'Not found', `There is no channel ${params.jid}.`);
  return channel;
}

function view({ jid, name, description, owner, followers, createdAt }: Channel) {
  return { jid, name, description, owner, followers: [...followers], createdAt: time(createdAt) };
}
