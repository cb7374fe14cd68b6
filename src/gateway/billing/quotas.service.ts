import { Injectable } from '@nestjs/common';
import { type Allowance, Problem } from '../../contracts/index.js';
import { exceeded, type Limit, Limits } from '../../platform/limits/index.js';
import type { Principal } from '../auth/index.js';
import { Settings } from '../settings/index.js';
import { hourOf, secondsLeft } from './hour.js';
import { type Plan, planOf } from './plan.js';
import { UsageEvents } from './usage-events.service.js';
import { UsageLedger } from './usage-ledger.repository.js';

const MINUTE_SECONDS = 60;

type User = Pick<Principal, 'userId' | 'role' | 'tier'>;

/** A limit, and under which key it is counted. */
interface Count {
  limit: Limit;
  key: string;
}

/** Messages taken from a quota, until it is sure that they are accepted. */
export interface Taken {
  /** They were not. */
  giveBack(): Promise<void>;
}

/** What is left of each limit of a user; null where there is none. */
export interface Left {
  plan: Plan;
  messages: Allowance | null;
  calls: Allowance | null;
  sessionOperations: Allowance | null;
}

const NOTHING_TAKEN: Taken = { giveBack: () => Promise.resolve() };

/**
 * Holds users to their plans, over all gateways together. Redis counts while it answers, each gateway for itself while it does
 * not; a count of messages that was lost is made again from the ledger.
 */
@Injectable()
export class Quotas {
  constructor(
    private readonly limits: Limits,
    private readonly ledger: UsageLedger,
    private readonly events: UsageEvents,
    private readonly settings: Settings,
  ) {}

  planOf(user: Pick<User, 'role' | 'tier'>): Plan {
    return planOf(user, this.settings.now.plans);
  }

  /** Counts a call; null where calls are not limited. Throws RATE_LIMITED. */
  async call(caller: User, sessionId: string | null): Promise<Allowance | null> {
    const count = this.calls(caller);
    return count && this.take(count, caller, sessionId);
  }

  /** Throws RATE_LIMITED. */
  async sessionOperation(caller: User, sessionId: string | null): Promise<void> {
    const count = this.operations(caller);
    if (count) await this.take(count, caller, sessionId);
  }

  /** Takes so many messages at once, or none. Throws RATE_LIMITED. */
  async messages(caller: User, sessionId: string, amount: number): Promise<Taken> {
    const count = this.messagesOf(caller);
    if (!count) return NOTHING_TAKEN;
    const { remaining } = await this.take(count, caller, sessionId, amount);
    const giveBack = async () => void (await this.limits.add(count.limit, count.key, -amount));
    if (remaining === count.limit.most - amount) await this.recount(count, caller, sessionId, amount);
    return { giveBack };
  }

  /** What the caller may still do now. */
  async left(caller: User): Promise<Left> {
    const left = async (count: Count | null) => count && (await this.limits.add(count.limit, count.key, 0)).left;
    return {
      plan: this.planOf(caller),
      messages: await this.messagesLeft(caller),
      calls: await left(this.calls(caller)),
      sessionOperations: await left(this.operations(caller)),
    };
  }

  /** The first message of the hour, as far as the counter knows. After a restart, or the loss of Redis, the ledger knows better. */
  private async recount({ limit, key }: Count, caller: User, sessionId: string, amount: number): Promise<void> {
    const used = await this.ledger.inHourOf(caller.userId, new Date());
    if (used === 0) return;
    const { total } = await this.limits.add(limit, key, used);
    if (total <= limit.most) return;
    const { left } = await this.limits.add(limit, key, -amount);
    throw await this.reached(exceeded(limit, left), limit, caller, sessionId);
  }

  private async messagesLeft(caller: User): Promise<Allowance | null> {
    const count = this.messagesOf(caller);
    if (!count) return null;
    const { most, windowSeconds } = count.limit;
    const used = await this.ledger.inHourOf(caller.userId, new Date());
    return { limit: most, remaining: Math.max(0, most - used), resetSeconds: windowSeconds };
  }

  private async take({ limit, key }: Count, caller: User, sessionId: string | null, amount = 1): Promise<Allowance> {
    try {
      return await this.limits.take(limit, key, amount);
    } catch (error) {
      throw error instanceof Problem ? await this.reached(error, limit, caller, sessionId) : error;
    }
  }

  private async reached(problem: Problem, limit: Limit, { userId }: User, sessionId: string | null): Promise<Problem> {
    await this.events.limitReached({ userId, sessionId, reason: limit.reason, limit: limit.most, until: endOf(limit) });
    return problem;
  }

  private messagesOf({ userId, ...user }: User): Count | null {
    const what = 'messages an hour';
    return hourly({ name: 'messages', reason: 'message_quota', what }, this.planOf(user).messagesPerHour, userId);
  }

  private calls({ userId, ...user }: User): Count | null {
    const what = 'calls an hour';
    return hourly({ name: 'calls', reason: 'api_quota', what }, this.planOf(user).callsPerHour, userId);
  }

  private operations({ userId, role }: User): Count | null {
    const most = this.settings.now.sessionOperationsPerMinute;
    if (role === 'ADMIN' || most === 0) return null;
    const what = 'operations on sessions a minute';
    const reason = 'session_operations';
    return { limit: { name: 'operations', most, windowSeconds: MINUTE_SECONDS, reason, what }, key: userId };
  }
}

/** By the hours of the clock (UTC): all of them end at once, and the ledger has the same ones. */
function hourly(named: Pick<Limit, 'name' | 'reason' | 'what'>, most: number | null, userId: string): Count | null {
  if (most === null) return null;
  const now = new Date();
  return { limit: { ...named, most, windowSeconds: secondsLeft(now) }, key: `${userId}:${hourOf(now)}` };
}

function endOf({ windowSeconds }: Limit): Date {
  return new Date(Date.now() + windowSeconds * 1000);
}
