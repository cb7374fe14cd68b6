import { Injectable } from '@nestjs/common';
import { type PairingCodeAnswer, PATTERNS, phoneDigits, Problem } from '../../contracts/index.js';
import { Accounts } from '../../mailbox/index.js';
import { Signals } from '../../platform/signal/index.js';
import type { Principal } from '../auth/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { PairingCodeAnswerDto } from './session-answers.dto.js';
import { Sessions } from './sessions.service.js';
import { Wishes } from './wishes.service.js';

const READY_WAIT = { timeoutMs: 10_000, pollMs: 500 };
const ANSWER_TIMEOUT_MS = 15_000;

/** Pairing by a code that is typed into the phone, for those who can not scan. */
@Injectable()
export class Pairing {
  constructor(
    private readonly sessions: Sessions,
    private readonly wishes: Wishes,
    private readonly accounts: Accounts,
    private readonly signals: Signals,
    private readonly live: LiveQuestions,
  ) {}

  /**
   * Connects the session if need be and asks its worker for a code. Throws SESSION_ALREADY_PAIRED; NO_WORKER or
   * WHATSAPP_UNREACHABLE when the session is not ready to pair within 10 s; what the worker throws.
   */
  async code(caller: Principal, sessionId: string, phoneNumber: string): Promise<PairingCodeAnswerDto> {
    const digits = digitsOf(phoneNumber);
    const session = await this.sessions.own(caller, sessionId);
    await this.refusePaired(sessionId);
    await this.wishes.connect(session);
    await this.untilReady(caller, sessionId);
    const question = { phoneNumber: digits };
    const { pairingCode } = PATTERNS;
    const answer = await this.live.ask<PairingCodeAnswer>(pairingCode, sessionId, question, ANSWER_TIMEOUT_MS);
    return { sessionId, pairingCode: answer.pairingCode, expiresAt: answer.expiresAt };
  }

  /** WhatsApp gives codes from the moment on when it offers QR codes as well. */
  private async untilReady(caller: Principal, sessionId: string): Promise<void> {
    const probe = async () => {
      const { status } = await this.sessions.own(caller, sessionId);
      const workerId = await this.refusePaired(sessionId);
      return (status === 'SCANNING_QR' && workerId !== null) || undefined;
    };
    if (!(await this.signals.waitUntil(`session:${sessionId}`, probe, READY_WAIT))) await this.giveUp(sessionId);
  }

  /** The worker that holds the account now. Throws SESSION_ALREADY_PAIRED. */
  private async refusePaired(sessionId: string): Promise<string | null> {
    const account = await this.accounts.find(sessionId);
    if (account?.paired) throw new Problem('SESSION_ALREADY_PAIRED', `The session "${sessionId}" is paired already.`);
    return account?.ownerWorker ?? null;
  }

  private async giveUp(sessionId: string): Promise<never> {
    const again = { retryAfterSeconds: 5 };
    const account = await this.accounts.find(sessionId);
    if (account?.ownerWorker) {
      throw new Problem('WHATSAPP_UNREACHABLE', `The session "${sessionId}" is still connecting to WhatsApp.`, again);
    }
    throw new Problem('NO_WORKER', `No worker has taken the session "${sessionId}" yet.`, again);
  }
}

function digitsOf(phoneNumber: string): string {
  const digits = phoneDigits(phoneNumber);
  if (digits !== null) return digits;
  const detail = 'must be a phone number in international form';
  throw new Problem('VALIDATION_FAILED', `/phoneNumber ${detail}.`, { errors: [{ pointer: '/phoneNumber', detail }] });
}
