import { Injectable } from '@nestjs/common';
import {
  type AccountQuestion,
  type CallQuestion,
  type ChatChangeQuestion,
  type MarkReadQuestion,
  type PairingCodeAnswer,
  type PairingCodeQuestion,
  Problem,
  type ShowPresenceQuestion,
  type StarQuestion,
} from '../contracts/index.js';
import { DatabaseClock } from '../platform/database/index.js';
import { type RequestContext, requestContext } from '../platform/logging/index.js';
import { inSpan } from '../platform/tracing/index.js';
import type { AccountRunner } from './account-runner.js';
import { Host } from './host.service.js';

/** An answer that says nothing but that it was done. */
const DONE = {};

/** Answers what gateways ask about accounts: only in the ownership that they mean, and only while they wait. */
@Injectable()
export class Answers {
  constructor(
    private readonly host: Host,
    private readonly clock: DatabaseClock,
  ) {}

  pairingCode(question: PairingCodeQuestion): Promise<PairingCodeAnswer> {
    return this.answer(question, (account) => account.pairingCode(question.phoneNumber));
  }

  async markRead(question: MarkReadQuestion): Promise<object> {
    await this.answer(question, (account) => account.connected.chats.markRead(question.messages));
    return DONE;
  }

  async changeChat(question: ChatChangeQuestion): Promise<object> {
    await this.answer(question, (account) => account.connected.chats.change(question));
    return DONE;
  }

  async star(question: StarQuestion): Promise<object> {
    await this.answer(question, (account) => account.connected.chats.star(question));
    return DONE;
  }

  async showPresence(question: ShowPresenceQuestion): Promise<object> {
    const { presence, to } = question;
    await this.answer(question, (account) => account.connected.chats.showPresence(presence, to));
    return DONE;
  }

  async rejectCall(question: CallQuestion): Promise<object> {
    await this.answer(question, (account) => account.connected.calls.reject(question.callId));
    return DONE;
  }

  /** Throws SESSION_MOVING and WORKER_TIMEOUT, and then nothing was done. */
  async answer<T>(question: AccountQuestion, work: (account: AccountRunner) => Promise<T>): Promise<T> {
    const { sessionId, epoch, deadline } = question;
    // Asked of a process that was stopped meanwhile, or of one that Redis could not reach.
    if (this.clock.now() > deadline) throw new Problem('WORKER_TIMEOUT', 'The question came too late.');
    const account = this.host.runner(sessionId);
    if (!account || String(account.epoch) !== epoch) {
      const detail = `The session "${sessionId}" is not here in the ownership ${epoch}.`;
      throw new Problem('SESSION_MOVING', detail, { retryAfterSeconds: 1 });
    }
    const answer = () =>
      inSpan('answer question', { kind: 'server', attributes: { 'wagate.session.id': sessionId } }, () =>
        work(account),
      );
    return requestContext.run(contextOf(question), answer);
  }
}

function contextOf({ requestId, traceparent }: AccountQuestion): RequestContext {
  return { ...(requestId !== undefined && { requestId }), ...(traceparent !== undefined && { traceparent }) };
}
