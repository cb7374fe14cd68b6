import { Injectable } from '@nestjs/common';
import { type ChannelQuestionKind, type ChannelQuestions, parseJid, PATTERNS } from '../../contracts/index.js';
import { wrongField } from '../../platform/problems/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { ChannelDto, CreateChannelDto, FollowedChannelDto } from './channels.dto.js';

const ANSWER_TIMEOUT_MS = 15_000;
const NO_CHANNEL = 'must be the address of a channel, like 120363041234567890@newsletter';

/**
 * Every method throws SESSION_NOT_FOUND, VALIDATION_FAILED for a wrong address, SESSION_NOT_CONNECTED, CHANNEL_NOT_FOUND, and what
 * LiveQuestions throws.
 */
@Injectable()
export class Channels {
  constructor(
    private readonly sessions: Sessions,
    private readonly live: LiveQuestions,
  ) {}

  show(caller: Principal, sessionId: string, channelId: string): Promise<ChannelDto> {
    return this.ask(caller, sessionId, 'show', { channelId: channelIdOf(channelId) });
  }

  /** Not repeatable: asked twice, there are two channels. */
  create(caller: Principal, sessionId: string, { name, description = null }: CreateChannelDto): Promise<ChannelDto> {
    return this.ask(caller, sessionId, 'create', { name, description });
  }

  async follow(caller: Principal, sessionId: string, channelId: string, follows: boolean): Promise<FollowedChannelDto> {
    const about = { channelId: channelIdOf(channelId) };
    await this.ask(caller, sessionId, follows ? 'follow' : 'unfollow', about);
    return { ...about, status: follows ? 'FOLLOWED' : 'UNFOLLOWED' };
  }

  private async ask<Kind extends ChannelQuestionKind>(
    caller: Principal,
    sessionId: string,
    kind: Kind,
    about: ChannelQuestions[Kind]['about'],
  ): Promise<ChannelQuestions[Kind]['answer']> {
    await this.sessions.own(caller, sessionId);
    return this.live.ask(PATTERNS.channelAsk, sessionId, { kind, about }, ANSWER_TIMEOUT_MS);
  }
}

function channelIdOf(channelId: string): string {
  const address = parseJid(channelId.includes('@') ? channelId : `${channelId}@newsletter`);
  if (address?.kind !== 'newsletter') throw wrongField('channelId', NO_CHANNEL);
  return address.jid;
}
