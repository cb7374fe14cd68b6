import { type BinaryNode, QueryIds, S_WHATSAPP_NET, type WASocket, XWAPaths } from '@whiskeysockets/baileys';
import { type Channel, CHANNEL_ROLES, type ChannelQuestions, Problem } from '../../contracts/index.js';
import type { Channels } from '../whatsapp/channels.js';
import { asked } from './asked.js';

type About<Kind extends keyof ChannelQuestions> = ChannelQuestions[Kind]['about'];

/** What WhatsApp says of a channel, as far as it is read here (lib/Socket/newsletter.js, rc14). */
interface Told {
  id?: string;
  thread_metadata?: {
    name?: { text?: string };
    description?: { text?: string };
    subscribers_count?: string;
    verification?: string;
    invite?: string;
    creation_time?: string;
  };
  viewer_metadata?: { role?: string } | null;
}

interface GraphAnswer {
  data?: Record<string, Told | null> | null;
  errors?: { message?: string; extensions?: { error_code?: number } }[];
}

/** An answer that says nothing but that it was done. */
const DONE = {};

/** Channels, as live questions are answered. Baileys' own methods fail on a channel without a picture, which a new one is. */
export class ChannelAnswers implements Channels {
  constructor(private readonly sock: () => WASocket) {}

  async show({ channelId }: About<'show'>): Promise<Channel> {
    const input = { key: channelId, type: 'JID' };
    const wanted = { fetch_creation_time: true, fetch_full_image: false, fetch_viewer_metadata: true, input };
    return channelView(await this.ask(QueryIds.METADATA, XWAPaths.xwa2_newsletter_metadata, wanted));
  }

  async create(input: About<'create'>): Promise<Channel> {
    return channelView(await this.ask(QueryIds.CREATE, XWAPaths.xwa2_newsletter_create, { input }));
  }

  async follow({ channelId }: About<'follow'>): Promise<object> {
    await this.ask(QueryIds.FOLLOW, XWAPaths.xwa2_newsletter_join_v2, { newsletter_id: channelId });
    return DONE;
  }

  async unfollow({ channelId }: About<'unfollow'>): Promise<object> {
    await this.ask(QueryIds.UNFOLLOW, XWAPaths.xwa2_newsletter_leave_v2, { newsletter_id: channelId });
    return DONE;
  }

  private async ask(queryId: string, path: string, variables: object): Promise<Told> {
    const content = Buffer.from(JSON.stringify({ variables }));
    const query = { tag: 'query', attrs: { query_id: queryId }, content };
    const attrs = { type: 'get', to: S_WHATSAPP_NET, xmlns: 'w:mex' };
    const answer = (await asked(this.sock().query({ tag: 'iq', attrs, content: [query] }))) as BinaryNode;
    return toldIn(graphIn(answer), path);
  }
}

function graphIn({ content }: BinaryNode): GraphAnswer {
  const result = Array.isArray(content) ? content.find(({ tag }) => tag === 'result') : undefined;
  const written = result?.content;
  return written && !Array.isArray(written) ? (JSON.parse(Buffer.from(written).toString()) as GraphAnswer) : {};
}

/** Throws CHANNEL_NOT_FOUND, and WHATSAPP_REFUSED with the code. */
export function toldIn({ data, errors }: GraphAnswer, path: string): Told {
  const told = data?.[path];
  if (told) return told;
  const code = errors?.[0]?.extensions?.error_code;
  if (code === undefined || code === 404) throw new Problem('CHANNEL_NOT_FOUND', 'WhatsApp knows no such channel.');
  throw new Problem('WHATSAPP_REFUSED', `WhatsApp refused that (${code}).`);
}

export function channelView({ id = '', thread_metadata: thread = {}, viewer_metadata: viewer }: Told): Channel {
  const { name, description, subscribers_count: followers, verification, invite, creation_time: created } = thread;
  return {
    channelId: id,
    name: name?.text ?? '',
    description: description?.text || null,
    followers: followers === undefined ? null : Number(followers),
    verified: verification === 'VERIFIED',
    role: CHANNEL_ROLES.find((role) => role === viewer?.role) ?? null,
    createdAt: Number(created) > 0 ? new Date(Number(created) * 1000).toISOString() : null,
    inviteCode: invite || null,
  };
}
