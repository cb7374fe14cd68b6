import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { pageOf } from '../../platform/http/index.js';
import type { Principal } from '../auth/index.js';
import { pingBody } from './body.js';
import { Deliveries } from './deliveries.repository.js';
import type { DeliveryListDto, WebhookTestDto } from './webhook-answers.dto.js';
import { deliveryAnswer } from './webhook-answers.js';
import { WebhookSender } from './webhook-sender.service.js';
import type { ListDeadLettersDto, ListDeliveriesDto } from './webhooks.dto.js';
import { targetOf, Webhooks } from './webhooks.service.js';

/** For the developer of a receiver: what was sent and what came back, and a ping to try it out. */
@Injectable()
export class DeliveryHistory {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly deliveries: Deliveries,
    private readonly sender: WebhookSender,
  ) {}

  async list(caller: Principal, webhookId: string, query: ListDeliveriesDto): Promise<DeliveryListDto> {
    const { id } = await this.webhooks.own(caller, webhookId);
    const { status: state = null, cursor: before = null, limit } = query;
    const found = await this.deliveries.ofWebhook(id, { state, before, limit: limit + 1 });
    const { rows, nextCursor } = pageOf(found, limit);
    return { deliveries: rows.map(deliveryAnswer), pagination: { limit, nextCursor } };
  }

  deadLetters(caller: Principal, webhookId: string, query: ListDeadLettersDto): Promise<DeliveryListDto> {
    return this.list(caller, webhookId, { ...query, status: 'failed' });
  }

  /** Sends a signed ping at once, also to a webhook that is switched off. It is no event: it is not kept and not repeated. */
  async test(caller: Principal, webhookId: string): Promise<WebhookTestDto> {
    const webhook = await this.webhooks.own(caller, webhookId);
    const id = `evt_${v7().replaceAll('-', '')}`;
    const body = pingBody({ id, sessionId: webhook.sessionId, createdAt: new Date() });
    const { attempt } = await this.sender.send(targetOf(webhook), id, body);
    const { status } = attempt;
    return { delivered: status !== null && status >= 200 && status < 300, ...attempt };
  }
}
