import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Vitals, Workers } from '../../mailbox/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { PlacementLoop } from './placement-loop.service.js';
import { Suspicion, type Verdict, WINDOW_MS } from './suspicion.js';
import { deaths, suspected } from './worker-metrics.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';

export const WATCH_MS = 250;
const SAMPLE_MS = 10_000;
const STOP_LIMIT_MS = 2_000;

/** Gives up workers that are dead: within half a second when they were killed, after three when they hang. Keeps their metrics. */
@Injectable()
export class WorkerWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: Loop[];
  private readonly suspicion = new Suspicion();
  private held: Vitals[] = [];

  constructor(
    private readonly workers: Workers,
    private readonly upkeep: WorkerUpkeep,
    private readonly placementLoop: PlacementLoop,
    private readonly log: Log,
  ) {
    this.loops = [
      new Loop({ name: 'worker watch', run: () => this.look(), idleMs: WATCH_MS, log }),
      new Loop({ name: 'worker metrics', run: () => this.sample(), idleMs: SAMPLE_MS, log }),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop(STOP_LIMIT_MS)));
  }

  /** How many seem dead to this gateway and are not given up yet, since too many do at once. */
  get suspected(): number {
    return this.held.length;
  }

  private async look(): Promise<'idle'> {
    const { dead, held } = await this.judge();
    this.tellHeld(held);
    if (dead.length === 0) return 'idle';
    const gone = await this.workers.bury(dead.map(({ incarnation }) => incarnation));
    deaths.inc(gone.length);
    for (const workerId of gone) this.log.warn({ workerId }, 'worker is dead');
    this.placementLoop.nudge();
    return 'idle';
  }

  private async judge(): Promise<Verdict> {
    const [watched, vitals, circumstances] = await Promise.all([
      this.upkeep.healthMonitor(),
      this.workers.vitals(),
      this.workers.circumstances(WINDOW_MS),
    ]);
    const runs = watched ? vitals : vitals.map((run) => ({ ...run, pulseLost: false }));
    return this.suspicion.judge({ at: performance.now(), runs, ...circumstances });
  }

  private tellHeld(held: Vitals[]): void {
    const begins = held.length > 0 && this.held.length === 0;
    this.held = held;
    suspected.set(held.length);
    if (!begins) return;
    const workers = held.map(({ workerId }) => workerId);
    this.log.error({ workers }, 'more workers seem dead at once than is likely; their sessions are taken over slowly');
  }

  private async sample(): Promise<'idle'> {
    await this.upkeep.sample();
    await this.workers.forgetOld();
    return 'idle';
  }
}
