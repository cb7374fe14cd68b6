import type { Vitals } from '../../mailbox/index.js';

export interface Look {
  /** Of a clock that nobody sets, in ms. */
  at: number;
  databaseUpMs: number;
  /** Runs that gateways have given up within {@link WINDOW_MS}. */
  diedLately: number;
  runs: Vitals[];
}

export interface Verdict {
  dead: Vitals[];
  /** These seem dead as well, but too many do at once. */
  held: Vitals[];
}

/** Of this share of the workers the death is believed at once, and always of one. More at a time look like a broken network. */
const BELIEVED_SHARE = 0.3;
/** After which as many may be given up again. */
export const WINDOW_MS = 10_000;

/** Looks that are further apart say nothing of what was between them: the database or this process was away. */
const GAP_MS = 2_000;
/** After a start of the database nobody has a pulse: all have to come back first. */
const DATABASE_STARTS_MS = 5_000;
/** Who could not reach the database together with us is back by then. */
const PULSE_RETURNS_MS = 1_000;

/**
 * Decides which workers are dead, from what one gateway sees. Being wrong is safe, for what a worker may write is decided by the
 * epoch; but it costs its sessions a reconnect, so the fault must not be on our side, or on everybody's.
 */
export class Suspicion {
  private steadySince = -Infinity;
  private lastLookAt = -Infinity;
  private withoutPulse = new Set<string>();

  judge(look: Look): Verdict {
    if (look.at - this.lastLookAt > GAP_MS) this.steadySince = look.at;
    this.lastLookAt = look.at;
    const suspects = look.runs.filter((run) => this.seemsDead(run, look));
    this.withoutPulse = new Set(look.runs.filter(({ pulseLost }) => pulseLost).map(({ incarnation }) => incarnation));
    suspects.sort((a, b) => b.silentMs - a.silentMs);
    const believed = Math.max(1, Math.floor((look.runs.length + look.diedLately) * BELIEVED_SHARE));
    const count = Math.max(0, believed - look.diedLately);
    return { dead: suspects.slice(0, count), held: suspects.slice(count) };
  }

  private seemsDead({ incarnation, silentMs, deadAfterMs, pulseLost }: Vitals, look: Look): boolean {
    // A silence counts from when we have been listening.
    const watchedMs = look.at - this.steadySince;
    if (silentMs > deadAfterMs && watchedMs > deadAfterMs) return true;
    // A connection that only broke is back by the second look.
    const lost = pulseLost && this.withoutPulse.has(incarnation);
    return lost && watchedMs > PULSE_RETURNS_MS && look.databaseUpMs > DATABASE_STARTS_MS;
  }
}
