import { QueryIds, XWAPaths } from '@whiskeysockets/baileys';
import type { Companion } from '../users.js';
import { bytes, child, stanza, type BinaryNode } from '../wire/stanza.js';
import type { World } from '../world.js';
import { newChannel, type Channel } from './channel.js';

interface Variables {
  newsletter_id?: string;
  input?: { name?: string; description?: string | null; key?: string; type?: string };
}

type Handler = (world: World, companion: Companion, variables: Variables) => object | null;

/** What WhatsApp's GraphQL answers: by query, under which name, and what. Null: there is no such channel. */
const handlers: Partial<Record<string, [path: string, handler: Handler]>> = {
  [QueryIds.CREATE]: [XWAPaths.xwa2_newsletter_create, create],
  [QueryIds.METADATA]: [XWAPaths.xwa2_newsletter_metadata, metadata],
  [QueryIds.FOLLOW]: [
    XWAPaths.xwa2_newsletter_join_v2,
    (world, companion, asked) => follow(world, companion, asked, true),
  ],
  [QueryIds.UNFOLLOW]: [
    XWAPaths.xwa2_newsletter_leave_v2,
    (world, companion, asked) => follow(world, companion, asked, false),
  ],
};

/** `w:mex get`: about channels; whatever else is asked is answered with nothing. */
export function answerMex(world: World, companion: Companion, request: BinaryNode): BinaryNode[] {
  const query = child(request, 'query');
  const known = handlers[query?.attrs.query_id ?? ''];
  if (!known) return result({ data: {} });
  const [path, handler] = known;
  const { variables = {} } = JSON.parse(bytes(query).toString()) as { variables?: Variables };
  const answer = handler(world, companion, variables);
  if (answer) return result({ data: { [path]: answer } });
  return result({ data: null, errors: [{ message: 'Not Found', extensions: { error_code: 404 } }] });
}

function create(world: World, { user }: Companion, { input = {} }: Variables): object {
  const channel = newChannel(user.phoneNumber, input.name ?? '', input.description ?? null, world.now());
  world.channels.set(channel.jid, channel);
  return view(channel, user.phoneNumber);
}

function metadata(world: World, { user }: Companion, { input = {} }: Variables): object | null {
  const found = [...world.channels.values()].find(
    ({ jid, invite }) => input.key === (input.type === 'INVITE' ? invite : jid),
  );
  return found ? view(found, user.phoneNumber) : null;
}

function follow(world: World, { user }: Companion, asked: Variables, follows: boolean): object | null {
  const channel = world.channels.get(asked.newsletter_id ?? '');
  if (!channel) return null;
  if (follows) channel.followers.add(user.phoneNumber);
  else channel.followers.delete(user.phoneNumber);
  return { id: channel.jid, state: { type: 'ACTIVE' } };
}

function view(channel: Channel, viewer: string): object {
  const { jid, name, description, invite, followers, createdAt } = channel;
  const role = channel.owner === viewer ? 'OWNER' : followers.has(viewer) ? 'SUBSCRIBER' : 'GUEST';
  return {
    id: jid,
    state: { type: 'ACTIVE' },
    thread_metadata: {
      creation_time: String(Math.floor(createdAt / 1000)),
      name: { text: name },
      description: { text: description ?? '' },
      subscribers_count: String(followers.size),
      verification: 'UNVERIFIED',
      invite,
      picture: null,
    },
    viewer_metadata: { role, mute: 'OFF' },
  };
}

function result(answer: object): BinaryNode[] {
  return [stanza('result', {}, Buffer.from(JSON.stringify(answer)))];
}
