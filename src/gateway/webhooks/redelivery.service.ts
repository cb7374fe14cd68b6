import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { EventLog, type LogPoint } from '../event-log/index.js';
import { Deliveries } from './deliveries.repository.js';
import { Dispatcher } from './dispatcher.service.js';
import { Lanes } from './lanes.repository.js';
import type { ReplayAnswerDto, RequeueAnswerDto } from './webhook-answers.dto.js';
import type { WebhookEntity } from './webhook.entity.js';
import type { ReplayDto } from './webhooks.dto.js';
import { Webhooks } from './webhooks.service.js';

/** Sending again, because somebody asks for it. */
@Injectable()
export class Redelivery {
  constructor(
    private readonly dataSource: DataSource,
    private readonly webhooks: Webhooks,
    private readonly deliveries: Deliveries,
    private readonly lanes: Lanes,
    private readonly eventLog: EventLog,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** Puts the webhook back to a point of the log. Throws WEBHOOK_NOT_FOUND, SESSION_NOT_FOUND and VALIDATION_FAILED. */
  async replay(caller: Principal, webhookId: string, wish: ReplayDto): Promise<ReplayAnswerDto> {
    const webhook = await this.webhooks.own(caller, webhookId);
    const sessionId = await this.sessionOf(caller, webhook, wish.sessionId);
    const first = await this.eventLog.firstAfter({ userId: webhook.userId, sessionId }, pointOf(wish, sessionId));
    if (first === null) return { status: 'accepted', from: null };
    const before = { position: first.position - 1, at: first.createdAt };
    // Nothing else is in the log of a webhook that belongs to a session.
    await this.lanes.rewind(webhook.id, before, webhook.sessionId === null ? sessionId : null);
    this.dispatcher.nudge(webhook.userId);
    const { sequence, createdAt } = first;
    return { status: 'accepted', from: { sessionId: first.sessionId, sequence, createdAt: createdAt.toISOString() } };
  }

  /** Sends one delivery again, out of its order. One that is being tried already is due at once. */
  async retry(caller: Principal, webhookId: string, deliveryId: string): Promise<RequeueAnswerDto> {
    const { id, userId } = await this.webhooks.own(caller, webhookId);
    const state = /^\d{1,18}$/.test(deliveryId) ? await this.deliveries.state(id, deliveryId) : null;
    if (state === null) {
      throw new Problem('DELIVERY_NOT_FOUND', `There is no delivery "${deliveryId}" of this webhook.`);
    }
    if (state === 'pending') await this.lanes.hurry(this.dataSource.manager, id);
    else await this.deliveries.requeue(id, deliveryId);
    this.dispatcher.nudge(userId);
    return { status: 'accepted', requeued: 1 };
  }

  async requeueDeadLetters(caller: Principal, webhookId: string): Promise<RequeueAnswerDto> {
    const { id, userId } = await this.webhooks.own(caller, webhookId);
    const requeued = await this.deliveries.requeueDead(id);
    this.dispatcher.nudge(userId);
    return { status: 'accepted', requeued };
  }

  private async sessionOf(
    caller: Principal,
    webhook: WebhookEntity,
    wished = webhook.sessionId,
  ): Promise<string | null> {
    if (wished === null) return null;
    if (webhook.sessionId !== null && webhook.sessionId !== wished) {
      const detail = `the webhook is for the session "${webhook.sessionId}" only`;
      throw new Problem('VALIDATION_FAILED', 'The replay can not be done.', {
        errors: [{ pointer: '/sessionId', detail }],
      });
    }
    await this.webhooks.assertSession(this.dataSource.manager, caller, wished);
    return wished;
  }
}

/** Throws VALIDATION_FAILED unless exactly one point is given. */
function pointOf({ after, from }: ReplayDto, sessionId: string | null): LogPoint {
  if ((after === undefined) === (from === undefined)) {
    const detail = 'give either this or "from"';
    throw new Problem('VALIDATION_FAILED', 'The replay needs one point to start at.', {
      errors: [{ pointer: '/after', detail }],
    });
  }
  if (from !== undefined) return { by: 'time', value: new Date(from) };
  return { by: sessionId === null ? 'position' : 'sequence', value: Number(after) };
}
