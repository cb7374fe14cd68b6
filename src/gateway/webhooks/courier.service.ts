import { Injectable } from '@nestjs/common';
import type { PublicEvent } from '../../contracts/index.js';
import { checkpoint } from '../../platform/checkpoints/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { Log } from '../../platform/logging/index.js';
import { startSpan } from '../../platform/tracing/index.js';
import { type LogPlace } from '../event-log/index.js';
import { afterAttempt, type Outcome } from './after-attempt.js';
import type { Attempt } from './attempt.js';
import { bodyOf } from './body.js';
import { LaneReader } from './lane-reader.service.js';
import type { Lane } from './lane-work.js';
import { Lanes } from './lanes.repository.js';
import { OutcomeWriter } from './outcome-writer.service.js';
import type { DeliveryOutcome } from './outcomes.repository.js';
import { WebhookHealth } from './webhook-health.repository.js';
import { attemptDuration, attempts, lag } from './webhook-metrics.js';
import { type Sent, WebhookSender } from './webhook-sender.service.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A lane being drained, as the dispatcher sees it. */
export interface Run {
  readonly userId: string;
  /** New events may have come since the lane was last looked at. */
  nudged: boolean;
  /** Finish the request in flight and start no other. */
  stopping: boolean;
}

/** Drains one lane: one request after the other, each recorded before the next. */
@Injectable()
export class Courier {
  constructor(
    private readonly lanes: Lanes,
    private readonly reader: LaneReader,
    private readonly sender: WebhookSender,
    private readonly writer: OutcomeWriter,
    private readonly health: WebhookHealth,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  /** Sends one page of the lane. Gives the lane as it is then when there may be more; null when it was let go. */
  async drainPage(lane: Lane, run: Run): Promise<Lane | null> {
    run.nudged = false;
    const { events, end } = await this.reader.read(lane);
    if (events.length === 0) {
      await this.lanes.letGo(lane, end ?? lane.cursor);
      return null;
    }
    for (const [index, event] of events.entries()) {
      const isLast = index === events.length - 1;
      const letGo = run.stopping || (isLast && end !== null && !run.nudged);
      const goOn = await this.deliver(lane, event, { to: isLast ? end : null, letGo });
      if (!goOn || letGo) return null;
    }
    return this.lanes.lookAgain(lane);
  }

  /**
   * Sends one event and records what came of it. `then` says where the cursor goes when the event is settled (null: to the
   * event) and whether the lane is let go. True when the lane is ours and the event behind us.
   */
  private async deliver(
    lane: Lane,
    event: PublicEvent,
    then: { to: LogPlace | null; letGo: boolean },
  ): Promise<boolean> {
    const { webhook } = lane;
    const body = bodyOf(webhook.format, event, this.config.publicUrl);
    const { attempt, outcome } = await this.send(lane, event, body);
    checkpoint('webhook.answered');
    const verdict = afterAttempt({
      outcome,
      attemptCount: lane.attempts + 1,
      scheduleMs: this.config.webhookScheduleMs,
      neighboursSucceed: lane.neighboursSucceed,
      random: Math.random(),
    });
    attempts.inc({ result: verdict.kind });
    attemptDuration.observe(attempt.durationMs / 1000);
    const settled = {
      lane,
      event,
      attempt,
      to: this.reader.after(lane, event, then.to),
      delayMs: null,
      letGo: then.letGo,
    };
    const waiting = { lane, event, attempt, to: lane.cursor, state: 'pending' as const, letGo: true };
    switch (verdict.kind) {
      case 'delivered': {
        const isOurs = await this.record({ ...settled, state: 'delivered' });
        checkpoint('webhook.kept');
        lag.observe((Date.now() - event.createdAt.getTime()) / 1000);
        await this.noteSuccess(lane);
        return isOurs;
      }
      case 'dead': {
        this.log.warn({ webhookId: webhook.id, eventId: event.id }, 'webhook delivery is a dead letter');
        const isOurs = await this.record({ ...settled, state: 'failed' });
        await this.noteFailure(lane, event, attempt, outcome);
        return isOurs;
      }
      case 'retry':
        await this.record({ ...waiting, delayMs: verdict.delayMs });
        await this.noteFailure(lane, event, attempt, outcome);
        return false;
      case 'gone':
        await this.record({ ...waiting, delayMs: null });
        await this.disable(lane, event, 'The endpoint answered 410 Gone.');
        return false;
    }
  }

  /** The receiver is told of the span, so that what it does can be a part of the trace. */
  private async send({ webhook, attempts: before }: Lane, event: PublicEvent, body: string): Promise<Sent> {
    const attributes = {
      'wagate.session.id': event.sessionId,
      'wagate.event.id': event.id,
      'wagate.event.type': event.type,
      'wagate.webhook.id': webhook.id,
      'wagate.attempt': before + 1,
    };
    const span = startSpan('deliver webhook', { kind: 'client', parent: event.traceparent, attributes });
    let failure: string | undefined = 'Error';
    try {
      const sent = await this.sender.send(webhook, event.id, body, span.traceparent);
      const { status } = sent.attempt;
      if (status !== null) span.tell({ 'http.response.status_code': status });
      failure = status === null ? 'no answer' : status < 300 ? undefined : String(status);
      return sent;
    } finally {
      span.end(failure);
    }
  }

  /** Moves the lane's cursor in memory as well. A lane that was moved by somebody else is let go. */
  private async record(outcome: DeliveryOutcome): Promise<boolean> {
    const { lane, to } = outcome;
    const isOurs = await this.writer.write(outcome);
    if (!isOurs) await this.lanes.letGo(lane);
    Object.assign(lane, { cursor: to, attempts: 0, neighboursSucceed: false });
    return isOurs;
  }

  private async noteSuccess({ webhook }: Lane): Promise<void> {
    if (!webhook.failing && !webhook.successIsOld) return;
    await this.health.succeeded(webhook.id);
    webhook.failing = webhook.successIsOld = false;
  }

  private async noteFailure(lane: Lane, event: PublicEvent, attempt: Attempt, outcome: Outcome): Promise<void> {
    const askedMs = 'status' in outcome ? (outcome.retryAfterMs ?? 0) : 0;
    const failingMs = await this.health.failed(lane.webhook.id, Math.min(askedMs, DAY_MS));
    if (failingMs < this.config.webhookDisableAfterMs) return;
    const last = attempt.error ?? `Its last answer was ${attempt.status}`;
    await this.disable(lane, event, `The endpoint failed for too long. ${last}.`);
  }

  private async disable({ webhook }: Lane, event: PublicEvent, reason: string): Promise<void> {
    this.log.warn({ webhookId: webhook.id }, 'webhook is switched off');
    await this.health.disable(webhook.id, event.sessionId, reason);
  }
}
