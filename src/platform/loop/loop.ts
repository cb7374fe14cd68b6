import type { Log } from '../logging/index.js';
import { endsWithin } from './ends-within.js';

/** After an outage of the database the work goes on within this time. */
const MAX_BACKOFF_MS = 5_000;
const FIRST_BACKOFF_MS = 250;

export interface LoopOptions {
  /** Appears in the log. */
  name: string;
  /** One step; `more` asks for the next one at once. It must end by itself in bounded time. */
  run: () => Promise<'more' | 'idle'>;
  /** The rest in ms after `idle`, unless a nudge comes. */
  idleMs: number;
  log: Log;
}

/** Runs one step after the other, never two at a time. A failing step is logged and tried again, later each time, up to 5 s. */
export class Loop {
  private running: Promise<void> | undefined;
  private stopping = false;
  private nudged = false;
  private wake: (() => void) | undefined;

  constructor(private readonly options: LoopOptions) {}

  start(): void {
    this.running ??= this.turn();
  }

  /** There may be work: ends the rest. A nudge during a step makes one more step follow. */
  nudge(): void {
    this.nudged = true;
    this.wake?.();
  }

  /** Starts no more steps, and waits for the running one, `limitMs` at most. True when it has ended. */
  async stop(limitMs: number): Promise<boolean> {
    this.stopping = true;
    this.wake?.();
    if (!this.running) return true;
    const ended = await endsWithin(this.running, limitMs);
    if (!ended) this.options.log.warn({ loop: this.options.name, limitMs }, 'loop is left while it is still working');
    return ended;
  }

  private async turn(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      this.nudged = false;
      try {
        const next = await this.options.run();
        failures = 0;
        if (next === 'idle') await this.rest(this.options.idleMs, true);
      } catch (err) {
        const retryMs = Math.min(FIRST_BACKOFF_MS * 2 ** failures++, MAX_BACKOFF_MS);
        this.options.log.error({ loop: this.options.name, err, retryMs }, 'loop step failed');
        await this.rest(retryMs, false);
      }
    }
  }

  /** After a failure nudges are not heard: a dead database must not be asked faster because work piles up. */
  private async rest(ms: number, nudgeable: boolean): Promise<void> {
    if (this.stopping || (nudgeable && this.nudged)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        if (!nudgeable && !this.stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}
