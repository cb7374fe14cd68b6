import { Injectable } from '@nestjs/common';
import { type GroupQuestionKind, type GroupQuestions, PATTERNS } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';

/** WhatsApp may take some seconds for a group of many; making one takes up to four questions. */
const ANSWER_TIMEOUT_MS = 25_000;

/** Asks the worker that holds a session about its groups. */
@Injectable()
export class GroupAsking {
  constructor(
    private readonly sessions: Sessions,
    private readonly live: LiveQuestions,
  ) {}

  /** Throws SESSION_NOT_FOUND, SESSION_NOT_CONNECTED, what LiveQuestions throws, and WhatsApp's refusals as GROUP_FORBIDDEN and others. */
  async ask<Kind extends GroupQuestionKind>(
    caller: Principal,
    sessionId: string,
    kind: Kind,
    about: GroupQuestions[Kind]['about'],
  ): Promise<GroupQuestions[Kind]['answer']> {
    await this.sessions.own(caller, sessionId);
    return this.live.ask(PATTERNS.groupAsk, sessionId, { kind, about }, ANSWER_TIMEOUT_MS);
  }
}
