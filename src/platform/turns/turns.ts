import { Problem } from '../../contracts/index.js';

const RETRY_AFTER_SECONDS = 5;

/** Lets so many pieces of work go on at once, and so many wait, each for its turn. */
export class Turns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    atOnce: number,
    private readonly maxWaiting: number,
  ) {
    this.free = atOnce;
  }

  /** Throws UNAVAILABLE when too many are waiting, and what the work throws. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }

  private async turn(): Promise<void> {
    if (this.free > 0) return void this.free--;
    if (this.waiting.length >= this.maxWaiting) throw busy();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

function busy(): Problem {
  const detail = 'Too much work of this kind is waiting already.';
  return new Problem('UNAVAILABLE', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
