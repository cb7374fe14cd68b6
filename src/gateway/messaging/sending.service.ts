import { Injectable } from '@nestjs/common';
import { hasReached, type MessageStatus } from '../../contracts/index.js';
import { Signals } from '../../platform/signal/index.js';
import type { Principal } from '../auth/index.js';
import { type SessionEntity, Sessions } from '../sessions/index.js';
import { Acceptance } from './acceptance.service.js';
import { Composer } from './composer.service.js';
import { requestKey } from './idempotency.js';
import { IdempotencyRepository, type KeptAnswer } from './idempotency.repository.js';
import type { AcceptedMessage, Progress } from './message.js';
import { MessagesRepository } from './messages.repository.js';
import type { AnswerShape } from './send-answers.js';
import { type SendWish, sameRequest } from './send-form.service.js';
import type { WaitDto } from './send.dto.js';

/** One call of a sending route. */
export interface SendCall {
  sessionId: string;
  /** As the route is documented; a key of one route is not good for another. */
  route: string;
  /** As it came, for the comparison with other requests of the same key; a form is compared by what was read of it. */
  body: unknown;
  /** What the body asks for. Throws when it is wrong. */
  read: (session: SessionEntity) => Promise<SendWish>;
  shape: AnswerShape;
  idempotencyKey: string | undefined;
  wait: WaitDto;
}

export interface SendAnswer extends KeptAnswer {
  /** The answer of an earlier request with the same key. */
  replayed: boolean;
}

const QUEUED: Progress = { status: 'QUEUED', failure: null };
const WANTED = { sent: 'SENT', delivered: 'DELIVERED', read: 'READ' } as const satisfies Record<string, MessageStatus>;
const POLL_MS = 500;

@Injectable()
export class Sending {
  constructor(
    private readonly sessions: Sessions,
    private readonly composer: Composer,
    private readonly acceptance: Acceptance,
    private readonly messages: MessagesRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly signals: Signals,
  ) {}

  /**
   * Accepts a message: it is committed before the answer, and is sent once the session is connected. With `wait` the answer is
   * held until the message is there (200) or the time is up (202); a message that failed has no more to wait for.
   */
  async send(caller: Principal, call: SendCall): Promise<SendAnswer> {
    const session = await this.sessions.own(caller, call.sessionId);
    const wish = await call.read(session);
    const key = requestKey(call.sessionId, call.idempotencyKey, call.route, sameRequest(wish, call.body));
    const before = key && (await this.acceptance.earlier(key));
    if (before) return { ...before, replayed: true };
    const message = await this.composer.compose(session, wish, new Date());
    const accepted = { status: 202, body: call.shape(message, QUEUED) };
    const earlier = await this.acceptance.accept(caller, message, key, accepted);
    if (earlier) return { ...earlier, replayed: true };
    const answer = call.wait.wait ? await this.held(call, message, WANTED[call.wait.wait]) : accepted;
    if (key && answer !== accepted) await this.idempotency.keep(key, answer);
    return { ...answer, replayed: false };
  }

  private async held(call: SendCall, message: AcceptedMessage, wanted: MessageStatus): Promise<KeptAnswer> {
    const { sessionId, messageId } = message;
    const limits = { timeoutMs: call.wait.timeoutMs, pollMs: POLL_MS, atOnce: false };
    let progress = QUEUED;
    const probe = async () => {
      progress = (await this.messages.progress(sessionId, messageId)) ?? progress;
      return hasReached(progress.status, wanted) || undefined;
    };
    const reached = await this.signals.waitUntil(`message:${sessionId}:${messageId}`, probe, limits);
    return { status: reached ? 200 : 202, body: call.shape(message, progress) };
  }
}
