import type { AccountQuestion } from './rpc.js';

/** What the account is in a channel; `GUEST` does not follow it. */
export const CHANNEL_ROLES = ['OWNER', 'ADMIN', 'SUBSCRIBER', 'GUEST'] as const;
export type ChannelRole = (typeof CHANNEL_ROLES)[number];

export interface Channel {
  channelId: string;
  name: string;
  description: string | null;
  /** Null where WhatsApp does not tell. */
  followers: number | null;
  verified: boolean;
  role: ChannelRole | null;
  /** ISO 8601. */
  createdAt: string | null;
  inviteCode: string | null;
}

/** What can be asked of WhatsApp about channels, and what it answers. */
export interface ChannelQuestions {
  show: { about: { channelId: string }; answer: Channel };
  create: { about: { name: string; description: string | null }; answer: Channel };
  follow: { about: { channelId: string }; answer: object };
  unfollow: { about: { channelId: string }; answer: object };
}

export type ChannelQuestionKind = keyof ChannelQuestions;

export const CHANNEL_QUESTION_KINDS = ['show', 'create', 'follow', 'unfollow'] as const satisfies ChannelQuestionKind[];

export interface ChannelQuestion extends AccountQuestion {
  kind: ChannelQuestionKind;
  about: object;
}
