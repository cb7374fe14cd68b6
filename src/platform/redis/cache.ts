/**
 * A memory that may forget anything at any moment. Nothing here throws or takes longer than 100 ms: whoever gets nothing finds
 * out where the truth is.
 */
export abstract class Cache {
  abstract get(key: string): Promise<string | undefined>;
  abstract set(key: string, value: string, ttlMs: number): void;
  /** Only where nothing is: for a copy that somebody may have replaced by a newer one while it was made. */
  abstract add(key: string, value: string, ttlMs: number): void;
  abstract forget(key: string): void;
}
