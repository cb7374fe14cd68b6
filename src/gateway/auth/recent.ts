/**
 * Remembers answers for a moment, so that a busy caller costs one look-up per moment and not one per request. An answer is
 * never older than `ttlMs`, counted from when the look-up began; what changes in the database is seen after that at the latest.
 * Holds at most `max` answers. A failed look-up is not remembered.
 */
export class Recent<T> {
  private readonly entries = new Map<string, { startedMs: number; answer: Promise<T> }>();

  constructor(private readonly options: { ttlMs: number; max: number; nowMs: () => number }) {}

  /** Callers that ask at the same time share one look-up. */
  get(key: string, lookUp: () => Promise<T>): Promise<T> {
    const { ttlMs, nowMs } = this.options;
    const known = this.entries.get(key);
    if (known && nowMs() - known.startedMs < ttlMs) return known.answer;
    const entry = { startedMs: nowMs(), answer: lookUp() };
    this.remember(key, entry);
    entry.answer.catch(() => this.entries.get(key) === entry && this.entries.delete(key));
    return entry.answer;
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  private remember(key: string, entry: { startedMs: number; answer: Promise<T> }): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    // A Map keeps the order of insertion, and the oldest entry is the one that expires first.
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.options.max && oldest !== undefined) this.entries.delete(oldest);
  }
}
