import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Workers } from '../../mailbox/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { PlacementLoop } from './placement-loop.service.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';

export const WATCH_MS = 250;
const SAMPLE_MS = 10_000;
const STOP_LIMIT_MS = 2_000;

/** Sees within half a second that the process of a worker was killed, and keeps the history of their metrics. */
@Injectable()
export class WorkerWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loops: Loop[];
  private suspects: string[] = [];

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

  /** Who is lost in two looks is dead: a connection that broke is back by the second one. */
  private async look(): Promise<'idle'> {
    const lost = (await this.upkeep.healthMonitor()) ? await this.workers.lost() : [];
    const dead = lost.filter((incarnation) => this.suspects.includes(incarnation));
    this.suspects = lost;
    if (dead.length === 0) return 'idle';
    for (const workerId of await this.workers.bury(dead)) this.log.warn({ workerId }, 'worker was killed');
    this.placementLoop.nudge();
    return 'idle';
  }

  private async sample(): Promise<'idle'> {
    await this.upkeep.sample();
    await this.workers.forgetOld();
    return 'idle';
  }
}
