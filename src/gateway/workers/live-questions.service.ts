import { Injectable } from '@nestjs/common';
import { type AccountQuestion, addressed, Problem, type ProblemCode } from '../../contracts/index.js';
import { type Route, Routes } from '../../mailbox/index.js';
import { DatabaseClock } from '../../platform/database/index.js';
import { requestContext } from '../../platform/logging/index.js';
import { inSpan } from '../../platform/tracing/index.js';
import { Bus, Undelivered } from '../../platform/transport/index.js';

/** How long an account that nobody answers for is looked for: a planned move takes less, most take-overs as well. */
const FOLLOW_MS = 3_000;
const PAUSE_MS = 200;

/** After these nothing was done, and it may be asked again. */
const ELSEWHERE: ProblemCode[] = ['NO_WORKER', 'SESSION_MOVING'];

/** What the document of a route says that asks a worker: how it may end without WhatsApp having answered. */
export const LIVE_PROBLEMS = [
  'SESSION_NOT_CONNECTED',
  'NO_WORKER',
  'SESSION_MOVING',
  'UNAVAILABLE',
  'WORKER_TIMEOUT',
  'WHATSAPP_UNREACHABLE',
] as const satisfies ProblemCode[];

/** Asks the worker that holds an account, wherever that is by now. */
@Injectable()
export class LiveQuestions {
  constructor(
    private readonly routes: Routes,
    private readonly bus: Bus,
    private readonly clock: DatabaseClock,
  ) {}

  /**
   * The answer, within `timeoutMs`. Throws what the worker throws; WORKER_TIMEOUT when no answer came, and then the outcome is
   * unknown; NO_WORKER, SESSION_MOVING or UNAVAILABLE, with Retry-After, when for 3 s nobody could be asked.
   */
  ask<Answer>(pattern: string, sessionId: string, question: object, timeoutMs: number): Promise<Answer> {
    const attributes = { 'wagate.session.id': sessionId, 'wagate.question': pattern };
    const follow = () => this.follow<Answer>(pattern, sessionId, question, timeoutMs);
    return inSpan('ask worker', { kind: 'client', attributes }, follow);
  }

  private async follow<Answer>(
    pattern: string,
    sessionId: string,
    question: object,
    timeoutMs: number,
  ): Promise<Answer> {
    const askedAt = this.clock.now();
    const deadline = askedAt + timeoutMs;
    const followUntil = askedAt + Math.min(FOLLOW_MS, timeoutMs) - PAUSE_MS;
    let route = await this.routes.find(sessionId);
    for (;;) {
      try {
        return await this.askOwner<Answer>(route, pattern, { ...question, sessionId, deadline });
      } catch (error) {
        if (!isRepeatable(error) || this.clock.now() > followUntil) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      route = await this.routes.findAnew(sessionId);
    }
  }

  private askOwner<Answer>(
    route: Route | null,
    pattern: string,
    question: Omit<AccountQuestion, 'epoch'>,
  ): Promise<Answer> {
    if (!route) {
      const detail = `No worker has the session "${question.sessionId}" at the moment.`;
      throw new Problem('NO_WORKER', detail, { retryAfterSeconds: 5 });
    }
    const { requestId, traceparent } = requestContext.getStore() ?? {};
    const asked: AccountQuestion = {
      ...question,
      epoch: route.epoch,
      ...(requestId !== undefined && { requestId }),
      ...(traceparent !== undefined && { traceparent }),
    };
    return this.bus.ask<Answer>(addressed(pattern, route.workerId), asked, question.deadline - this.clock.now());
  }
}

function isRepeatable(error: unknown): boolean {
  return error instanceof Undelivered || (error instanceof Problem && ELSEWHERE.includes(error.code));
}
