import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** SQL: whether the newest success is so old that another one is worth a write. `webhook` names the table in the statement. */
export const SUCCESS_IS_OLD = (webhook: string) =>
  `coalesce(${webhook}.last_success_at < now() - interval '10 seconds', true)`;

/** A webhook that failed for longer than this and then answers is back from an outage. */
const OUTAGE = `interval '60 seconds'`;

/** What attempts say about a webhook as a whole. */
@Injectable()
export class WebhookHealth {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Notes a success, of many at once only one. The first one after an outage makes all that waits for its next attempt due,
   * so that a receiver which is back after hours need not wait hours more. True when it did. The update takes
   * the lock itself: a `for update` before it in the same statement deadlocked here, beside the key locks of new deliveries
   * (seen in PostgreSQL 18).
   */
  async succeeded(webhookId: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `with before as (
         select coalesce(failing_since < now() - ${OUTAGE}, false) as was_out from webhook where id = $1
       ), noted as (
         update webhook set last_success_at = now(), failing_since = null
         where id = $1 and (failing_since is not null or ${SUCCESS_IS_OLD('webhook')})
         returning id
       ), hurried as (
         update delivery d set next_at = now() from before, noted
         where before.was_out and d.webhook_id = noted.id and d.state = 'pending' and d.attempt_count > 0 and d.next_at > now()
         returning d.id
       )
       select id from hurried`,
      [webhookId],
    );
    return rows.length > 0;
  }

  async failed(webhookId: string): Promise<void> {
    await this.dataSource.query('update webhook set failing_since = now() where id = $1 and failing_since is null', [
      webhookId,
    ]);
  }

  /** Stops sending until the user switches the webhook on again; what is pending stays. */
  async disable(webhookId: string, reason: string): Promise<void> {
    await this.dataSource.query(
      `update webhook set active = false, disabled_reason = $2, failing_since = coalesce(failing_since, now()), updated_at = now()
       where id = $1`,
      [webhookId, reason],
    );
  }
}
