import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { InboxFact } from '../contracts/index.js';
import { AppConfig } from '../platform/config/index.js';
import { isTracing } from '../platform/tracing/index.js';
import type { Keyring } from '../platform/crypto/index.js';
import type { Claim } from './ownership.repository.js';
import { chainHash, newAccountKey, openRecord, sealRecord, unwrapAccountKey } from './record-crypto.js';
import { SNAPSHOT_FOLDER } from './snapshot-file.js';
import { jsonb, rowsOf } from './sql.js';

/** The position of an account's log, as its owner knows it. Replaced by every commit. */
export interface LogHead {
  seq: bigint;
  hash: Buffer;
}

/** What an owner starts from: the last snapshot, if any, and the records after it, decrypted and in order. */
export interface LoadedLog {
  accountKey: Buffer;
  head: LogHead;
  snapshot: Buffer | null;
  records: Buffer[];
}

/** What one commit makes durable together. */
export interface Batch {
  /** Changes to keys and credentials, encoded. Written even when empty: the record is what makes a repeat recognisable. */
  record: Buffer;
  facts: InboxFact[];
  /** Outbox rows that WhatsApp has taken: kept as sent. */
  sent: string[];
  /** Outbox rows that will never be sent: removed. */
  dropped: string[];
  /** Set when the account has just been paired. */
  paired?: boolean;
}

/** Another epoch owns the account, or it is gone: the holder must close its socket and never write again. */
export class Fenced extends Error {
  constructor(sessionId: string) {
    super(`session ${sessionId} is owned by another epoch`);
    this.name = 'Fenced';
  }
}

/** The stored state does not fit together: cut, rolled back or changed from outside. */
export class LogDamaged extends Error {
  constructor(sessionId: string, what: string, options?: ErrorOptions) {
    super(`the stored state of session ${sessionId} is damaged: ${what}`, options);
    this.name = 'LogDamaged';
  }
}

/** With $11 a step of a message that comes on its own, such as a receipt, belongs to the trace of the message. */
const COMMIT = `
  with fence as (
    update mailbox.account
       set head_seq = $4, head_hash = $5, paired = coalesce($10, paired), updated_at = now()
     where session_id = $1 and epoch = $2 and head_seq = $3
    returning session_id, direct
  ), log as (
    insert into mailbox.account_log (session_id, epoch, seq, payload)
    select session_id, $2, $4, $6 from fence
  ), facts as (
    insert into mailbox.inbox (session_id, kind, payload, kept, traceparent)
    select fence.session_id, fact.value->>'kind', fact.value->'payload', fence.direct,
           coalesce(fact.value->>'traceparent', case when $11 and fact.value->>'kind' = 'message.status' then (
             select o.traceparent from mailbox.outbox o
              where o.session_id = fence.session_id and o.message_id = fact.value->'payload'->>'messageId') end)
      from fence, jsonb_array_elements($7::jsonb) with ordinality fact
     order by fact.ordinality
  ), sent as (
    update mailbox.outbox set state = 'sent', sent_at = now()
      from fence where outbox.session_id = fence.session_id and outbox.message_id = any($8)
  ), dropped as (
    delete from mailbox.outbox using fence
     where outbox.session_id = fence.session_id and outbox.message_id = any($9)
  )
  select 1 from fence`;

/**
 * An account's credentials and keys as an append-only encrypted log. A commit is one statement and holds only if
 * (epoch, head_seq) are still the caller's; everything in a batch becomes durable together or not at all.
 */
@Injectable()
export class AccountLog {
  /** Messages in and out that this process has committed. */
  messages = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** @throws {LogDamaged} when the chain from snapshot to head does not hold, {@link Fenced} when the claim is lost. */
  async load({ sessionId, epoch }: Claim): Promise<LoadedLog> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const [account] = await rowsOf<AccountRow>(
        tx,
        `select dek, head_seq, head_hash, snapshot, snap_seq, snap_epoch, snap_hash from mailbox.account
         where session_id = $1 and epoch = $2`,
        [sessionId, epoch.toString()],
      );
      if (!account) throw new Fenced(sessionId);
      const tail = await rowsOf<{ seq: string; epoch: string; payload: Buffer }>(
        tx,
        'select seq, epoch, payload from mailbox.account_log where session_id = $1 and seq > $2 order by seq',
        [sessionId, account.snap_seq],
      );
      return decryptLog(this.config.keyring, sessionId, account, tail);
    });
  }

  /**
   * Commits a batch and gives the new head. May be repeated with the same arguments when the outcome is unknown: a batch
   * that got in is recognised by its bytes.
   * @throws {Fenced} when the claim is lost.
   */
  async commit(claim: Claim, accountKey: Buffer, head: LogHead, batch: Batch): Promise<LogHead> {
    const { sessionId, epoch } = claim;
    const seq = head.seq + 1n;
    const sealed = sealRecord(accountKey, 'log', { sessionId, epoch, seq, previous: head.hash }, batch.record);
    const hash = chainHash(head.hash, sealed);
    const committed = await rowsOf(this.dataSource, COMMIT, [
      sessionId,
      epoch.toString(),
      head.seq.toString(),
      seq.toString(),
      hash,
      sealed,
      jsonb(batch.facts),
      batch.sent,
      batch.dropped,
      batch.paired ?? null,
      isTracing(),
    ]);
    if (committed.length === 0 && !(await this.isHead(claim, seq, hash))) throw new Fenced(sessionId);
    this.messages += batch.sent.length + batch.facts.filter(({ kind }) => kind === 'message.received').length;
    return { seq, hash };
  }

  /** Replaces the log up to the head by one snapshot. Nothing may be committed in between. */
  async snapshot(claim: Claim, accountKey: Buffer, head: LogHead, state: Buffer): Promise<void> {
    const { sessionId, epoch } = claim;
    const sealed = sealRecord(accountKey, 'snapshot', { sessionId, epoch, seq: head.seq, previous: head.hash }, state);
    await this.dataSource.query(
      `with fence as (
         update mailbox.account set snapshot = $4, snap_seq = $3, snap_epoch = $2, snap_hash = $5, updated_at = now()
         where session_id = $1 and epoch = $2 and head_seq = $3 returning session_id
       )
       delete from mailbox.account_log using fence
       where account_log.session_id = fence.session_id and account_log.seq <= $3`,
      [sessionId, epoch.toString(), head.seq.toString(), sealed, head.hash],
    );
  }

  /**
   * Forgets the account's keys for good: the key is replaced, so that nothing written before can be read, and the copies that
   * carry it are to be removed. The position goes on counting, so no nonce comes back. The wish that led here is fulfilled;
   * a newer one stands.
   */
  async erase(claim: Claim, facts: InboxFact[]): Promise<void> {
    const key = newAccountKey(this.config.keyring, claim.sessionId);
    await this.dataSource.query(
      `with fence as (
         update mailbox.account
            set dek = $3, paired = false, snapshot = null, snap_seq = head_seq, snap_epoch = epoch,
                snap_hash = ''::bytea, head_hash = ''::bytea, lineage = null, generation = 0, updated_at = now(),
                desired = case when desired = $5 then 'off' else desired end
          where session_id = $1 and epoch = $2 returning session_id, direct
       ), facts as (
         insert into mailbox.inbox (session_id, kind, payload, kept)
         select fence.session_id, fact.value->>'kind', fact.value->'payload', fence.direct
           from fence, jsonb_array_elements($4::jsonb) with ordinality fact order by fact.ordinality
       ), copies as (
         insert into mailbox.object_removal (folder)
         select 'sessions/' || fence.session_id || '/' || $6::text from fence
         on conflict (folder) do update set requested_at = excluded.requested_at
       )
       delete from mailbox.account_log using fence where account_log.session_id = fence.session_id`,
      [claim.sessionId, claim.epoch.toString(), key, jsonb(facts), claim.desired, SNAPSHOT_FOLDER],
    );
  }

  private async isHead(claim: Claim, seq: bigint, hash: Buffer): Promise<boolean> {
    const rows = await rowsOf(
      this.dataSource,
      'select 1 from mailbox.account where session_id = $1 and epoch = $2 and head_seq = $3 and head_hash = $4',
      [claim.sessionId, claim.epoch.toString(), seq.toString(), hash],
    );
    return rows.length > 0;
  }
}

/** What {@link decryptLog} needs of an account's row. */
export interface AccountRow {
  dek: Buffer;
  head_seq: string;
  head_hash: Buffer;
  snapshot: Buffer | null;
  snap_seq: string;
  snap_epoch: string;
  snap_hash: Buffer;
}

/** The state of an account from its row and the records after its snapshot. Throws {@link LogDamaged}. */
export function decryptLog(
  keyring: Keyring,
  sessionId: string,
  account: AccountRow,
  tail: { seq: string; epoch: string; payload: Buffer }[],
): LoadedLog {
  const accountKey = unwrapAccountKey(keyring, sessionId, account.dek);
  let head: LogHead = { seq: BigInt(account.snap_seq), hash: account.snap_hash };
  try {
    const snapshot = account.snapshot
      ? openRecord(
          accountKey,
          'snapshot',
          { sessionId, epoch: BigInt(account.snap_epoch), seq: head.seq, previous: head.hash },
          account.snapshot,
        )
      : null;
    const records = tail.map(({ seq, epoch, payload }) => {
      const place = { sessionId, epoch: BigInt(epoch), seq: BigInt(seq), previous: head.hash };
      if (place.seq !== head.seq + 1n) throw new Error(`record ${head.seq + 1n} is missing`);
      head = { seq: place.seq, hash: chainHash(head.hash, payload) };
      return openRecord(accountKey, 'log', place, payload);
    });
    if (head.seq !== BigInt(account.head_seq)) throw new Error(`it ends at ${head.seq} of ${account.head_seq}`);
    if (!head.hash.equals(account.head_hash)) throw new Error('its chain does not lead to the head');
    return { accountKey, head, snapshot, records };
  } catch (cause) {
    throw new LogDamaged(sessionId, cause instanceof Error ? cause.message : 'unreadable', { cause });
  }
}
