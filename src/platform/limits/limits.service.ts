import { Injectable } from '@nestjs/common';
import { type Allowance, Problem } from '../../contracts/errors.js';
import { Counters } from '../redis/index.js';

export interface Limit {
  /** Counts of different limits do not meet. */
  name: string;
  /** So much fits into a window. */
  most: number;
  windowSeconds: number;
  /** What the 429 calls it. */
  reason: 'api_quota' | 'message_quota' | 'ip' | 'session_operations' | 'sign_in';
  /** For the sentence "There may be no more than {most} {what}". */
  what: string;
}

@Injectable()
export class Limits {
  constructor(private readonly counters: Counters) {}

  /** Counts it, and gives what is left. Throws RATE_LIMITED when it does not fit any more; then nothing is counted. */
  async take(limit: Limit, key: string, amount = 1): Promise<Allowance> {
    const { total, left } = await this.add(limit, key, amount);
    if (total <= limit.most) return left;
    throw exceeded(limit, (await this.add(limit, key, -amount)).left);
  }

  /** Counts what happened anyway, whether it fits or not. A negative amount takes back what was counted: it did not happen. */
  async add(limit: Limit, key: string, amount: number): Promise<{ total: number; left: Allowance }> {
    const { name, most, windowSeconds } = limit;
    const { total, secondsLeft } = await this.counters.add(`${name}:${key}`, amount, windowSeconds);
    return { total, left: { limit: most, remaining: Math.max(0, most - total), resetSeconds: secondsLeft } };
  }
}

/** The answer to whoever wants more than is left. */
export function exceeded({ most, what, reason }: Limit, allowance: Allowance): Problem {
  const { remaining, resetSeconds } = allowance;
  const left = remaining > 0 ? `; ${remaining} more can be taken now` : '';
  return new Problem('RATE_LIMITED', `There may be no more than ${most} ${what}${left}.`, {
    reason,
    allowance,
    retryAfterSeconds: resetSeconds,
  });
}
