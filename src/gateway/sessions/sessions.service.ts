import { Injectable } from '@nestjs/common';
import { Problem, SESSION_ID, type SessionStatus } from '../../contracts/index.js';
import { Accounts } from '../../mailbox/index.js';
import type { Principal } from '../auth/index.js';
import type { SessionDetailsDto, SessionListDto, SessionStatusDto } from './session-answers.dto.js';
import { detailsOf, statusOf, summaryOf } from './session-answers.js';
import type { SessionEntity } from './session.entity.js';
import { SessionsRepository } from './sessions.repository.js';

/** Looking at sessions. */
@Injectable()
export class Sessions {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly accounts: Accounts,
  ) {}

  /** The caller's own session. Throws SESSION_NOT_FOUND for another user's, and for a credential bound to another session. */
  async own(caller: Principal, sessionId: string): Promise<SessionEntity> {
    const session = await this.find(caller, sessionId);
    if (!session) throw new Problem('SESSION_NOT_FOUND', `There is no session "${sessionId}".`);
    return session;
  }

  /** The same, with null instead of SESSION_NOT_FOUND. */
  async find(caller: Principal, sessionId: string): Promise<SessionEntity | null> {
    const elsewhere = caller.sessionId !== null && caller.sessionId !== sessionId;
    return elsewhere || !SESSION_ID.test(sessionId) ? null : this.repository.find(caller.userId, sessionId);
  }

  async list(caller: Principal, status: SessionStatus | undefined): Promise<SessionListDto> {
    const sessions = await this.repository.list(caller, status);
    return { sessions: sessions.map(summaryOf) };
  }

  async details(caller: Principal, sessionId: string): Promise<SessionDetailsDto> {
    const session = await this.own(caller, sessionId);
    return detailsOf(session, await this.accounts.find(sessionId));
  }

  async status(caller: Principal, sessionId: string): Promise<SessionStatusDto> {
    return statusOf(await this.own(caller, sessionId));
  }
}
