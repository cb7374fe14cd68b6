import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import { WebhookEntity } from './webhook.entity.js';

/** Whose webhooks, and of these only one session's where the credential is bound to it. */
export interface Whose {
  userId: string;
  sessionId: string | null;
}

type NewWebhook = Pick<WebhookEntity, 'id' | 'userId' | 'sessionId' | 'url' | 'events' | 'format' | 'secret'> &
  Partial<Pick<WebhookEntity, 'headers' | 'fromSession' | 'extraSignatures'>>;
type Changes = Partial<
  Pick<WebhookEntity, 'url' | 'events' | 'format' | 'headers' | 'secret' | 'active' | 'extraSignatures'>
> &
  Partial<Record<'disabledReason' | 'failingSince' | 'previousSecret' | 'previousSecretUntil', null>>;

@Injectable()
export class WebhooksRepository {
  constructor(private readonly dataSource: DataSource) {}

  find({ userId, sessionId }: Whose, id: string): Promise<WebhookEntity | null> {
    return this.dataSource.manager.findOneBy(WebhookEntity, { userId, id, ...(sessionId !== null && { sessionId }) });
  }

  /** Newest first, `limit` rows, older than the webhook `before`: ids are made of the time. */
  list({ userId, sessionId }: Whose, before: string | undefined, limit: number): Promise<WebhookEntity[]> {
    return this.dataSource.manager.find(WebhookEntity, {
      where: {
        userId,
        ...(sessionId !== null && { sessionId }),
        ...(before !== undefined && { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Of one session, and of all sessions of the user unless the credential is bound to one. */
  hearing({ userId, sessionId: bound }: Whose, sessionId: string): Promise<WebhookEntity[]> {
    const ofAll = bound === null ? [{ userId, sessionId: IsNull() }] : [];
    return this.dataSource.manager.find(WebhookEntity, {
      where: [{ userId, sessionId }, ...ofAll],
      order: { id: 'ASC' },
    });
  }

  /** The webhook that was made through the session's webhookUrl, locked. */
  findOfSession(tx: Tx, { userId, sessionId }: { userId: string; sessionId: string }): Promise<WebhookEntity | null> {
    const where = { userId, sessionId, fromSession: true };
    return tx.findOne(WebhookEntity, { where, lock: { mode: 'for_no_key_update' } });
  }

  /** How many webhooks a user has, besides those of webhookUrls; nobody adds one before this transaction ends. */
  async countAndHold(tx: Tx, userId: string): Promise<number> {
    await tx.query('select id from users where id = $1 for no key update', [userId]);
    return tx.countBy(WebhookEntity, { userId, fromSession: false });
  }

  async ownsSession(tx: Tx, { userId, sessionId }: { userId: string; sessionId: string }): Promise<boolean> {
    const rows = await tx.query<unknown[]>('select id from session where id = $1 and user_id = $2', [
      sessionId,
      userId,
    ]);
    return rows.length > 0;
  }

  async insert(tx: Tx, webhook: NewWebhook): Promise<WebhookEntity> {
    await tx.insert(WebhookEntity, webhook);
    return tx.findOneByOrFail(WebhookEntity, { id: webhook.id });
  }

  async update(tx: Tx, id: string, changes: Changes): Promise<void> {
    await tx.update(WebhookEntity, { id }, { ...changes, updatedAt: () => 'now()' });
  }

  /** The secret so far signs as well for so long; null when the webhook is gone. */
  async rotateSecret(tx: Tx, id: string, secret: Buffer, overlapHours: number): Promise<WebhookEntity | null> {
    await tx.query(
      `update webhook set previous_secret = secret, previous_secret_until = now() + $3 * interval '1 hour', secret = $2,
              updated_at = now()
       where id = $1`,
      [id, secret, overlapHours],
    );
    return tx.findOneBy(WebhookEntity, { id });
  }

  /** With all its deliveries. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.delete(WebhookEntity, { id });
  }
}
