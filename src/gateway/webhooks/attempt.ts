/** One request of a delivery, as its history keeps it. Nothing of what was sent is in it. */
export interface Attempt {
  /** ISO 8601. */
  at: string;
  /** The receiver's HTTP status; null when no answer came. */
  status: number | null;
  durationMs: number;
  /** Why no answer came. */
  error: string | null;
  /** The first 200 characters of the answer. */
  response: string | null;
}
