import { Injectable } from '@nestjs/common';
import type { NumberAnswer } from '../contracts/index.js';
import { Cache } from '../platform/redis/index.js';

/** Who is on WhatsApp rarely leaves it; who is not may come at any time. */
const YES_LIVES_MS = 12 * 3_600_000;
const NO_LIVES_MS = 10 * 60_000;

/**
 * What WhatsApp said of phone numbers, remembered between sessions and processes: accounts that ask for many numbers get banned.
 * Gateways ask here before they ask a worker; a worker tells of a number that it found out while sending.
 */
@Injectable()
export class KnownNumbers {
  constructor(private readonly cache: Cache) {}

  /** Null when nobody asked lately. */
  async find(number: string): Promise<NumberAnswer | null> {
    return parse(number, await this.cache.get(keyOf(number)));
  }

  tell(answer: NumberAnswer): void {
    this.cache.set(keyOf(answer.number), JSON.stringify(answer), answer.exists ? YES_LIVES_MS : NO_LIVES_MS);
  }
}

const keyOf = (number: string) => `number:${number}`;

/** What else may stand there, nobody knows: another version may have written it. */
function parse(number: string, text: string | undefined): NumberAnswer | null {
  if (text === undefined) return null;
  try {
    const { exists, whatsappId = null, lid = null } = JSON.parse(text) as Partial<NumberAnswer>;
    return typeof exists === 'boolean' ? { number, exists, whatsappId, lid } : null;
  } catch {
    return null;
  }
}
