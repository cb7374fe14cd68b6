import { Injectable, type OnModuleDestroy } from '@nestjs/common';

export interface WaitLimits {
  /** The wait ends after this many ms, with undefined. */
  timeoutMs: number;
  /** Without a notification the probe runs again after this many ms. */
  pollMs: number;
  /** False where what is waited for can hardly be true yet: then the probe runs only from the first notification on, or after `pollMs`. */
  atOnce?: boolean;
}

@Injectable()
export class Signals implements OnModuleDestroy {
  private readonly waiting = new Map<string, Set<() => void>>();
  private stopped = false;

  /** Wakes every wait for this key. Cheap when nobody waits. */
  notify(key: string): void {
    for (const wake of this.waiting.get(key) ?? []) wake();
  }

  /**
   * The first answer of `probe` that is not undefined; undefined when the time is up or the application stops. The probe runs at
   * once, after each notification and every `pollMs`, and at the end, never twice at a time. What it throws is thrown.
   */
  async waitUntil<T>(key: string, probe: () => Promise<T | undefined>, limits: WaitLimits): Promise<T | undefined> {
    const deadline = performance.now() + limits.timeoutMs;
    const bell = new Bell();
    const leave = this.enter(key, () => bell.ring());
    try {
      if (limits.atOnce === false) await bell.rung(Math.min(limits.timeoutMs, limits.pollMs));
      for (;;) {
        const found = await probe();
        const leftMs = deadline - performance.now();
        if (found !== undefined || leftMs <= 0 || this.stopped) return found;
        await bell.rung(Math.ceil(Math.min(leftMs, limits.pollMs)));
      }
    } finally {
      leave();
    }
  }

  /** How many waits are open; for health pages and tests. */
  get size(): number {
    return [...this.waiting.values()].reduce((sum, wakes) => sum + wakes.size, 0);
  }

  /** Ends every wait, so that held requests are answered before the listener closes. */
  onModuleDestroy(): void {
    this.stopped = true;
    for (const key of this.waiting.keys()) this.notify(key);
  }

  private enter(key: string, wake: () => void): () => void {
    const wakes = this.waiting.get(key) ?? new Set();
    this.waiting.set(key, wakes.add(wake));
    return () => {
      wakes.delete(wake);
      if (wakes.size === 0) this.waiting.delete(key);
    };
  }
}

/** A ring while nobody listens is remembered, so a notification during a probe is not lost. */
class Bell {
  private pending = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.pending = true;
    this.wake?.();
  }

  async rung(limitMs: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.pending = false;
    this.wake = undefined;
  }
}
