import { Injectable } from '@nestjs/common';
import { newSessionId, phoneOf, Problem } from '../../contracts/index.js';
import { type DirectAccount, DirectAccounts, DirectLog, type SessionNews } from '../../mailbox/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { qrDataUrl } from '../../platform/qr-picture.js';
import { Signals } from '../../platform/signal/index.js';
import type { DeletedDirectSessionDto, DirectSessionDto } from './direct-answers.dto.js';
import { isSettled, stateOf } from './direct-state.js';
import { DirectWishes } from './direct-wishes.service.js';
import { servedHere } from './served-here.js';

const CONNECT_WAIT = { timeoutMs: 10_000, pollMs: 100 };
const LEAVE_WAIT = { timeoutMs: 5_000, pollMs: 100 };

/** Sessions that are made, connected and deleted at this worker itself, by whoever has its token. */
@Injectable()
export class DirectSessions {
  constructor(
    private readonly config: AppConfig,
    private readonly accounts: DirectAccounts,
    private readonly log: DirectLog,
    private readonly wishes: DirectWishes,
    private readonly signals: Signals,
  ) {}

  /** A card only, no connection. Throws SESSION_EXISTS, or SESSION_ELSEWHERE when others have the id. */
  async create(sessionId = newSessionId()): Promise<DirectSessionDto> {
    if ((await this.accounts.open(sessionId)) === null) {
      servedHere(await this.accounts.find(sessionId), sessionId, this.config.workerId);
      throw new Problem('SESSION_EXISTS', `Session "${sessionId}" is here already.`);
    }
    return this.status(sessionId);
  }

  async status(sessionId: string): Promise<DirectSessionDto> {
    const { account, news } = await this.look(sessionId);
    return this.answer(account, news);
  }

  /** Connects, and waits 10 s at most for the connection or for a code to scan. */
  async connect(sessionId: string): Promise<DirectSessionDto> {
    await this.wishes.connect(sessionId);
    const probe = async () => {
      const { account, news } = await this.look(sessionId);
      return isSettled(stateOf(account, news, new Date())) || undefined;
    };
    await this.signals.waitUntil(`direct:${sessionId}`, probe, CONNECT_WAIT);
    return this.status(sessionId);
  }

  /** Leaves WhatsApp as best it can within 5 s, then erases everything. */
  async remove(sessionId: string): Promise<DeletedDirectSessionDto> {
    await this.wishes.leave(sessionId);
    const probe = async () => hasLeft(await this.accounts.find(sessionId)) || undefined;
    await this.signals.waitUntil(`direct:${sessionId}`, probe, LEAVE_WAIT);
    await this.accounts.remove(sessionId);
    return { sessionId, status: 'disconnected', message: 'Session deleted successfully' };
  }

  private async look(sessionId: string): Promise<{ account: DirectAccount; news: SessionNews }> {
    const account = servedHere(await this.accounts.find(sessionId), sessionId, this.config.workerId);
    return { account, news: await this.log.news(sessionId) };
  }

  private async answer(account: DirectAccount, news: SessionNews): Promise<DirectSessionDto> {
    const { sessionId, createdAt, paired } = account;
    const { qr, ...state } = stateOf(account, news, new Date());
    const whatsappId = paired ? (news.paired?.whatsappId ?? null) : null;
    return {
      sessionId,
      ...state,
      whatsappId,
      phoneNumber: whatsappId === null ? null : phoneOf(whatsappId),
      workerId: this.config.workerId,
      ...(qr && { qr: qr.text, qrCode: await qrDataUrl(qr.text), qrExpiresAt: qr.expiresAt }),
      lastActivity: news.newest && (newestOf(news)?.at ?? null),
      createdAt,
    };
  }
}

function newestOf({ newest, status, qr, paired }: SessionNews): { at: string } | null {
  switch (newest) {
    case 'session.status':
      return status;
    case 'session.qr':
      return qr;
    case 'session.paired':
      return paired;
    case null:
      return null;
  }
}

/** True when nobody holds the account and the phone lists no device for it. */
function hasLeft(account: DirectAccount | null): boolean {
  return account === null || (account.holder === null && !account.paired);
}
