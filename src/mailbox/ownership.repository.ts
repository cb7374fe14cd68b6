import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Desired, InboxFact, Pacing, SyncHistory } from '../contracts/index.js';
import { HAS_MESSAGES_TO_SEND, jsonb, rowsOf } from './sql.js';
import { OWNER_IS_ALIVE } from './workers.repository.js';

/** What a worker gets with an account: the right to write to it for as long as the epoch lasts. */
export interface Claim {
  sessionId: string;
  epoch: bigint;
  desired: Desired;
  /** What the session's owner set; what is absent has the default. */
  pacing: Partial<Pacing>;
  syncHistory: SyncHistory;
  /** The URL of its proxy, sealed: see openProxy. Null: it has none. */
  proxy: string | null;
  /** Its last owner has taken a connect for it: it need not wait for another one. */
  hasTurn: boolean;
  /** It was taken from a worker that is dead. */
  takenOver: boolean;
}

/** How long a connect that was taken for the next owner is kept for it. */
const TURN_LIVES = `interval '10 seconds'`;

/** An account that a run holds, and the worker that is to have it: another one when it is to be handed over. */
export interface Held extends Claim {
  assignedWorker: string | null;
  /** It has messages whose time has come. */
  hasMessages: boolean;
}

const SOMEBODY_SHOULD_HOLD_IT = `(a.desired = 'on' or (a.desired = 'logged_out' and a.paired))`;

/** The worker's side of ownership. Every claim raises the epoch; whoever had the account before can not write any more. */
@Injectable()
export class Ownership {
  constructor(private readonly dataSource: DataSource) {}

  /** Accounts assigned to this worker that no living worker holds. `held` are those that this run holds already. */
  async claimable(workerId: string, incarnation: string, held: string[], limit: number): Promise<string[]> {
    const rows = await rowsOf<{ session_id: string }>(
      this.dataSource,
      `select a.session_id from mailbox.account a
       where a.assigned_worker = $1 and ${SOMEBODY_SHOULD_HOLD_IT} and a.session_id <> all($3)
         and (a.owner is null or a.owner = $2 or not ${OWNER_IS_ALIVE('a.owner')})
       order by ${HAS_MESSAGES_TO_SEND('a.session_id')} desc, a.updated_at
       limit $4`,
      [workerId, incarnation, held, limit],
    );
    return rows.map((row) => row.session_id);
  }

  /** Takes an account; null when it is not to be had (any more), or when this run itself counts as dead. */
  async claim(sessionId: string, workerId: string, incarnation: string): Promise<Claim | null> {
    const [row] = await rowsOf<ClaimRow>(
      this.dataSource,
      `update mailbox.account a set epoch = a.epoch + 1, owner = $3, updated_at = now()
       where a.session_id = $1 and a.assigned_worker = $2 and ${SOMEBODY_SHOULD_HOLD_IT}
         and (a.owner is null or a.owner = $3 or not ${OWNER_IS_ALIVE('a.owner')}) and ${OWNER_IS_ALIVE('$3')}
       returning a.session_id, a.epoch, a.desired, a.pacing, a.sync_history, a.proxy, a.turn_until > now() as has_turn,
         (select before.owner is not null and before.owner <> $3 from mailbox.account before
           where before.session_id = a.session_id) as taken_over`,
      [sessionId, workerId, incarnation],
    );
    return row ? claimOf(row) : null;
  }

  /** Lets go of an account, if it is still ours; `withTurn` when a connect has been taken for whoever is next. */
  async release(claim: Claim, withTurn = false): Promise<void> {
    await this.dataSource.query(
      `update mailbox.account
          set owner = null, updated_at = now(), turn_until = case when $3 then now() + ${TURN_LIVES} end
        where session_id = $1 and epoch = $2`,
      [claim.sessionId, claim.epoch.toString(), withTurn],
    );
  }

  /**
   * The worker's own end of the wish to be connected: WhatsApp or the user ended it for good. Only while the wish is still
   * the one that the worker acted on, so that a new wish is not overwritten.
   */
  async giveUp(claim: Claim, facts: InboxFact[] = []): Promise<void> {
    await this.dataSource.query(
      `with fence as (
         update mailbox.account set desired = case when desired = $3 then 'off' else desired end, updated_at = now()
         where session_id = $1 and epoch = $2 returning session_id, direct
       )
       insert into mailbox.inbox (session_id, kind, payload, kept)
       select fence.session_id, fact.value->>'kind', fact.value->'payload', fence.direct
         from fence, jsonb_array_elements($4::jsonb) with ordinality fact order by fact.ordinality`,
      [claim.sessionId, claim.epoch.toString(), claim.desired, jsonb(facts)],
    );
  }

  /** What is wanted of the accounts that this run holds; an account that is gone or lost is not among them. */
  async held(incarnation: string): Promise<Held[]> {
    const rows = await rowsOf<ClaimRow & { assigned_worker: string | null; has_messages: boolean }>(
      this.dataSource,
      `select a.session_id, a.epoch, a.desired, a.pacing, a.sync_history, a.proxy, a.assigned_worker, false as has_turn, false as taken_over,
              ${HAS_MESSAGES_TO_SEND('a.session_id', 'now()')} as has_messages
         from mailbox.account a where a.owner = $1`,
      [incarnation],
    );
    return rows.map((row) => ({
      ...claimOf(row),
      assignedWorker: row.assigned_worker,
      hasMessages: row.has_messages,
    }));
  }
}

interface ClaimRow {
  session_id: string;
  epoch: string;
  desired: Desired;
  pacing: Partial<Pacing> | null;
  sync_history: SyncHistory;
  proxy: string | null;
  has_turn: boolean | null;
  taken_over: boolean | null;
}

function claimOf({
  session_id: sessionId,
  epoch,
  desired,
  pacing,
  sync_history,
  proxy,
  has_turn,
  taken_over,
}: ClaimRow): Claim {
  const set = { desired, pacing: pacing ?? {}, syncHistory: sync_history, proxy };
  return { sessionId, epoch: BigInt(epoch), ...set, hasTurn: has_turn ?? false, takenOver: taken_over ?? false };
}
