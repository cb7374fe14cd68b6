import { randomBytes } from 'node:crypto';

/** A channel as the server keeps it. People are phone numbers, times milliseconds. */
export interface Channel {
  jid: string;
  name: string;
  description: string | null;
  owner: string;
  createdAt: number;
  invite: string;
  followers: Set<string>;
  /** The server numbers what is posted. */
  lastServerId: number;
}

export type ChannelJson = Omit<Channel, 'followers'> & { followers: string[] };

export function newChannel(owner: string, name: string, description: string | null, now: number): Channel {
  const jid = `1203630${randomBytes(6).readUIntBE(0, 6)}@newsletter`;
  const invite = randomBytes(16).toString('base64url');
  return { jid, name, description, owner, createdAt: now, invite, followers: new Set(), lastServerId: 0 };
}

export function channelToJson(channel: Channel): ChannelJson {
  return { ...channel, followers: [...channel.followers] };
}

export function channelFromJson(json: ChannelJson): Channel {
  return { ...json, followers: new Set(json.followers) };
}
