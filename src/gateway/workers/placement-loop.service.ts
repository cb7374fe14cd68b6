import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Accounts } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { Placement } from './placement.service.js';
import { Rebalancing } from './rebalancing.service.js';

const BATCH = 50;
const IDLE_MS = 1_000;
const STOP_LIMIT_MS = 5_000;

/**
 * Finds accounts whose worker has died, drains or never was, and places them anew; when there are none, evens out the load.
 * Runs in every gateway.
 */
@Injectable()
export class PlacementLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Loop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
    private readonly placement: Placement,
    private readonly rebalancing: Rebalancing,
    private readonly log: Log,
  ) {
    this.loop = new Loop({ name: 'placement', run: () => this.run(), idleMs: IDLE_MS, log });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop(STOP_LIMIT_MS);
  }

  /** Something happened to a worker: there may be accounts to place. */
  nudge(): void {
    this.loop.nudge();
  }

  private async run(): Promise<'more' | 'idle'> {
    const sessionIds = await this.accounts.unplaced(BATCH);
    if (sessionIds.length === 0) await this.rebalancing.evenOut();
    for (const sessionId of sessionIds) {
      const workerId = await transaction(this.dataSource, (tx) => this.placement.place(tx, sessionId));
      if (workerId === null) return 'idle';
      this.log.info({ sessionId, workerId }, 'session is placed');
      await this.placement.wake(sessionId);
    }
    return sessionIds.length === BATCH ? 'more' : 'idle';
  }
}
