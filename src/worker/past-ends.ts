import { afterEnd, STABLE_AFTER_MS, type Verdict } from './reconnect-policy.js';
import type { ConnectionEnd } from './whatsapp/port.js';

/** Another connection with the same credentials replaced ours. */
const CONFLICT = 440;
const CONFLICTS_COUNT_MS = 60_000;
/** Not an end: the same login goes on over a new connection. */
const RESTART_REQUIRED = 515;

/** How the connections of one account have ended so far, as far as it decides what is to be done after the next end. */
export class PastEnds {
  private failuresInRow = 0;
  private readonly conflicts: number[] = [];

  /** `onlineMs`: how long ago a connection was begun that came to a login; 0 for one that never did. */
  after(end: ConnectionEnd, onlineMs: number): Verdict {
    if (onlineMs > STABLE_AFTER_MS) this.failuresInRow = 0;
    const history = { failuresInRow: this.failuresInRow, conflictsLastMinute: this.countConflicts(end, Date.now()) };
    if (!goesOn(end)) this.failuresInRow++;
    return afterEnd(end, history, Math.random());
  }

  /** What went before has nothing to do with what comes. */
  forget(): void {
    this.failuresInRow = 0;
  }

  private countConflicts({ code }: ConnectionEnd, now: number): number {
    if (code === CONFLICT) this.conflicts.push(now);
    while (this.conflicts[0] !== undefined && this.conflicts[0] < now - CONFLICTS_COUNT_MS) this.conflicts.shift();
    return this.conflicts.length;
  }
}

/** Whether the next connection is a part of this one, and needs no turn of its own. */
export function goesOn({ code }: ConnectionEnd): boolean {
  return code === RESTART_REQUIRED;
}
