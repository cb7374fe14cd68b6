import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7, validate } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { Egress } from '../../platform/egress/index.js';
import { pageOf } from '../../platform/http/index.js';
import { AuditLog } from '../audit/index.js';
import type { Principal } from '../auth/index.js';
import { headerProblems } from './custom-headers.js';
import { Dispatcher } from './dispatcher.service.js';
import { Lanes } from './lanes.repository.js';
import { newSecret } from './signature.js';
import type { CreatedWebhookDto, RotatedSecretDto, WebhookDto, WebhookListDto } from './webhook-answers.dto.js';
import { webhookAnswer } from './webhook-answers.js';
import type { Target } from './webhook-sender.service.js';
import { WebhookVault } from './webhook-vault.service.js';
import type { WebhookEntity } from './webhook.entity.js';
import type { ChangeWebhookDto, CreateWebhookDto, ListWebhooksDto } from './webhooks.dto.js';
import { WebhooksRepository } from './webhooks.repository.js';

/** A user's webhooks besides those that come with sessions. */
const MAX_WEBHOOKS = 50;
/** Two secrets sign for so long after a rotation. */
const OVERLAP_HOURS = 24;

/** Who is told. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: WebhooksRepository,
    private readonly vault: WebhookVault,
    private readonly egress: Egress,
    private readonly lanes: Lanes,
    private readonly dispatcher: Dispatcher,
    private readonly audit: AuditLog,
  ) {}

  async create(caller: Principal, wish: CreateWebhookDto): Promise<CreatedWebhookDto> {
    const { userId } = caller;
    const { url, events = ['*'], headers = {}, format = 'standard', extraSignatures = [] } = wish;
    const sessionId = wish.sessionId ?? caller.sessionId;
    this.validateWebhookUrl(url);
    assertHeaders(headers);
    const id = v7();
    const secret = newSecret();
    const webhook = await transaction(this.dataSource, async (tx) => {
      if (sessionId !== null) await this.assertSession(tx, caller, sessionId);
      if ((await this.repository.countAndHold(tx, userId)) >= MAX_WEBHOOKS) throw tooMany();
      const sealed = { secret: this.vault.sealSecret(id, secret), headers: this.vault.sealHeaders(id, headers) };
      const created = await this.repository.insert(tx, {
        id,
        userId,
        sessionId,
        url,
        events,
        format,
        extraSignatures,
        ...sealed,
      });
      await this.lanes.create(tx, id, userId);
      await this.audit.note(tx, { ...noted(caller, id), action: 'webhook.created', details: { sessionId } });
      return created;
    });
    return { ...this.answer(webhook), secret };
  }

  /** The caller's own webhook. Throws WEBHOOK_NOT_FOUND for others', and for those outside the session a key is bound to. */
  async own(caller: Principal, id: string): Promise<WebhookEntity> {
    const webhook = validate(id) ? await this.repository.find(caller, id) : null;
    if (webhook === null) throw notFound(id);
    return webhook;
  }

  /** Those that hear of a session of the caller's, as far as its credential may see them. */
  hearing(caller: Principal, sessionId: string): Promise<WebhookEntity[]> {
    return this.repository.hearing(caller, sessionId);
  }

  async details(caller: Principal, id: string): Promise<WebhookDto> {
    return this.answer(await this.own(caller, id));
  }

  async list(caller: Principal, { cursor, limit }: ListWebhooksDto): Promise<WebhookListDto> {
    const { rows, nextCursor } = pageOf(await this.repository.list(caller, cursor, limit + 1), limit);
    return { webhooks: rows.map((webhook) => this.answer(webhook)), pagination: { limit, nextCursor } };
  }

  /** Another URL, or switching it on, makes what waits for its next attempt due at once. */
  async change(caller: Principal, id: string, wish: ChangeWebhookDto): Promise<WebhookDto> {
    const webhook = await this.own(caller, id);
    const { headers, ...rest } = wish;
    if (rest.url !== undefined) this.validateWebhookUrl(rest.url);
    if (headers !== undefined) assertHeaders(headers);
    const repaired = rest.active === true || (rest.url !== undefined && rest.url !== webhook.url);
    await transaction(this.dataSource, async (tx) => {
      await this.repository.update(tx, id, {
        ...rest,
        ...(headers !== undefined && { headers: this.vault.sealHeaders(id, headers) }),
        ...(rest.active === true && { disabledReason: null, failingSince: null }),
      });
      if (repaired) await this.lanes.hurry(tx, id);
      const details = { changed: Object.keys(wish).join(' ') };
      await this.audit.note(tx, { ...noted(caller, id), action: 'webhook.changed', details });
    });
    if (repaired) this.dispatcher.nudge(webhook.userId);
    return this.details(caller, id);
  }

  /** Gives the new secret; the old one signs as well for 24 hours. An older one ends. */
  async rotateSecret(caller: Principal, webhookId: string): Promise<RotatedSecretDto> {
    const { id } = await this.own(caller, webhookId);
    const secret = newSecret();
    const webhook = await transaction(this.dataSource, async (tx) => {
      await this.audit.note(tx, { ...noted(caller, id), action: 'webhook.secret_rotated' });
      return this.repository.rotateSecret(tx, id, this.vault.sealSecret(id, secret), OVERLAP_HOURS);
    });
    if (webhook === null || webhook.previousSecretUntil === null) throw notFound(id);
    const { previousSecretUntil } = webhook;
    return { id, secret, publicKey: this.vault.publicKey(webhook), previousSecretUntil };
  }

  async remove(caller: Principal, id: string): Promise<void> {
    await this.own(caller, id);
    await transaction(this.dataSource, async (tx) => {
      await this.repository.remove(tx, id);
      await this.audit.note(tx, { ...noted(caller, id), action: 'webhook.deleted' });
    });
  }

  /**
   * Makes, changes or (null) takes away the webhook that belongs to a session: classic bodies, all events. Gives the secret of
   * a new one and of one with another URL, which is another receiver; null when there is no new secret. Throws URL_REFUSED.
   */
  async setForSession(
    tx: Tx,
    caller: Principal,
    { sessionId, url }: { sessionId: string; url: string | null },
  ): Promise<{ secret: string } | null> {
    const { userId } = caller;
    const present = await this.repository.findOfSession(tx, { userId, sessionId });
    if (url === null) {
      if (present === null) return null;
      await this.repository.remove(tx, present.id);
      await this.audit.note(tx, { ...noted(caller, present.id), action: 'webhook.deleted', details: { sessionId } });
      return null;
    }
    this.validateWebhookUrl(url);
    const secret = newSecret();
    if (present === null) {
      const id = v7();
      const kept = { events: ['*' as const], format: 'classic' as const, secret: this.vault.sealSecret(id, secret) };
      await this.repository.insert(tx, { id, userId, sessionId, url, fromSession: true, ...kept });
      await this.lanes.create(tx, id, userId);
      await this.audit.note(tx, { ...noted(caller, id), action: 'webhook.created', details: { sessionId } });
      return { secret };
    }
    const isNew = present.url !== url;
    await this.repository.update(tx, present.id, {
      ...(isNew && { url, secret: this.vault.sealSecret(present.id, secret), ...NO_PREVIOUS }),
      ...SWITCHED_ON,
    });
    if (isNew || !present.active) await this.lanes.hurry(tx, present.id);
    await this.audit.note(tx, { ...noted(caller, present.id), action: 'webhook.changed', details: { sessionId } });
    return isNew ? { secret } : null;
  }

  /** Throws URL_REFUSED with the reason. */
  validateWebhookUrl(url: string): void {
    this.egress.assertAllowedUrl(url);
  }

  private answer(webhook: WebhookEntity): WebhookDto {
    const headers = Object.keys(this.vault.openHeaders(webhook));
    return webhookAnswer(webhook, { headers, publicKey: this.vault.publicKey(webhook) });
  }

  /** Throws SESSION_NOT_FOUND unless the session is the caller's. */
  async assertSession(tx: Tx, caller: Principal, sessionId: string): Promise<void> {
    const isBoundElsewhere = caller.sessionId !== null && caller.sessionId !== sessionId;
    if (!isBoundElsewhere && (await this.repository.ownsSession(tx, { userId: caller.userId, sessionId }))) return;
    throw new Problem('SESSION_NOT_FOUND', `There is no session "${sessionId}".`);
  }
}

/** What is needed to send to a webhook now. */
export function targetOf(webhook: WebhookEntity): Target {
  const { previousSecretUntil } = webhook;
  const overlaps = previousSecretUntil !== null && previousSecretUntil > new Date();
  return { ...webhook, previousSecret: overlaps ? webhook.previousSecret : null };
}

/** The address of a webhook is left out: it may hold a credential. */
function noted(actor: Principal, id: string) {
  return { actor, target: `webhook/${id}` as const };
}

/** Another receiver must not get signatures of a secret that the one before it knows. */
const NO_PREVIOUS = { previousSecret: null, previousSecretUntil: null };
const SWITCHED_ON = { active: true, disabledReason: null, failingSince: null };

function assertHeaders(headers: Record<string, unknown>): void {
  const errors = headerProblems(headers);
  if (errors.length > 0) throw new Problem('VALIDATION_FAILED', 'The headers can not be sent.', { errors });
}

function notFound(id: string): Problem {
  return new Problem('WEBHOOK_NOT_FOUND', `There is no webhook "${id}".`);
}

function tooMany(): Problem {
  return new Problem('VALIDATION_FAILED', `You have ${MAX_WEBHOOKS} webhooks, which is the most a user can have.`);
}
