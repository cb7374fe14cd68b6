import { Injectable } from '@nestjs/common';
import { PATTERNS } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { RejectedCallDto } from './calls.dto.js';

const ANSWER_TIMEOUT_MS = 10_000;

@Injectable()
export class Calls {
  constructor(
    private readonly sessions: Sessions,
    private readonly live: LiveQuestions,
  ) {}

  /** Throws SESSION_NOT_FOUND, CALL_NOT_FOUND, SESSION_NOT_CONNECTED and what {@link LiveQuestions.ask} throws. */
  async reject(caller: Principal, sessionId: string, callId: string): Promise<RejectedCallDto> {
    await this.sessions.own(caller, sessionId);
    await this.live.ask<object>(PATTERNS.callReject, sessionId, { callId }, ANSWER_TIMEOUT_MS);
    return { sessionId, callId, status: 'REJECTED' };
  }
}
