import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PATTERNS } from '../../contracts/index.js';
import { Accounts, Inbox } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Bus } from '../../platform/transport/index.js';

/** SQL: whether the newest success is so old that another one is worth a write. `webhook` names the table in the statement. */
export const SUCCESS_IS_OLD = (webhook: string) =>
  `coalesce(${webhook}.last_success_at < now() - interval '10 seconds', true)`;

/** A webhook that failed for longer than this and then answers is back from an outage. */
const OUTAGE = `interval '60 seconds'`;

/** What attempts say about a webhook as a whole. */
@Injectable()
export class WebhookHealth {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
    private readonly inbox: Inbox,
    private readonly bus: Bus,
  ) {}

  /**
   * Notes a success, of many at once only one. The first one after an outage makes all that waits for its next attempt due,
   * so that a receiver which is back after hours need not wait hours more.
   */
  async succeeded(webhookId: string): Promise<void> {
    await this.dataSource.query(
      `with before as (
         select coalesce(failing_since < now() - ${OUTAGE}, false) as was_out from webhook where id = $1
       ), noted as (
         update webhook set last_success_at = now(), failing_since = null, failures = 0
         where id = $1 and (failing_since is not null or ${SUCCESS_IS_OLD('webhook')})
         returning id
       )
       update webhook_lane l set retry_at = null from before, noted
       where before.was_out and l.webhook_id = noted.id and l.retry_at > now()`,
      [webhookId],
    );
  }

  /** Notes a failure, and the pause that the endpoint asked for. Gives for how long it has been failing without a success. */
  async failed(webhookId: string, askedPauseMs: number): Promise<number> {
    const [rows] = await this.dataSource.query<[{ ms: number }[], number]>(
      `update webhook
       set failing_since = coalesce(failing_since, now()), failures = failures + 1,
           paused_until = greatest(paused_until, now() + nullif($2::bigint, 0) * interval '1 millisecond')
       where id = $1
       returning extract(epoch from now() - failing_since)::float8 * 1000 as ms`,
      [webhookId, askedPauseMs],
    );
    return rows[0]?.ms ?? 0;
  }

  /**
   * Stops sending until the user switches the webhook on again; it then goes on where it stopped. Tells so in the log of the
   * session whose event came back. Does nothing when it is switched off already.
   */
  async disable(webhookId: string, sessionId: string, reason: string): Promise<void> {
    const hasLog = (await this.accounts.find(sessionId)) !== null;
    await transaction(this.dataSource, async (tx) => {
      const [rows] = await tx.query<[{ failing_since: Date }[], number]>(
        `update webhook
         set active = false, disabled_reason = $2, failing_since = coalesce(failing_since, now()), updated_at = now()
         where id = $1 and active
         returning failing_since`,
        [webhookId, reason],
      );
      if (rows[0] === undefined || !hasLog) return;
      const failingSince = rows[0].failing_since.toISOString();
      await this.inbox.put(tx, sessionId, { kind: 'webhook.disabled', payload: { webhookId, reason, failingSince } });
    });
    this.bus.tell(PATTERNS.inboxWake, { sessionId });
  }
}
