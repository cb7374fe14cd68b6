import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Accounts, Workers } from '../../mailbox/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { transaction } from '../../platform/database/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { Placement } from './placement.service.js';
import { unevenPair } from './rebalance.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';

const BATCH = 50;
const IDLE_MS = 1_000;
const STOP_LIMIT_MS = 5_000;

/**
 * Finds accounts whose worker has died, drains or never was, and places them anew; when there are none, evens out the load,
 * one account at a time. Runs in every gateway.
 */
@Injectable()
export class PlacementLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Loop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly accounts: Accounts,
    private readonly workers: Workers,
    private readonly upkeep: WorkerUpkeep,
    private readonly placement: Placement,
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
    if (sessionIds.length === 0) await this.evenOut();
    for (const sessionId of sessionIds) {
      const workerId = await transaction(this.dataSource, (tx) => this.placement.place(tx, sessionId));
      if (workerId === null) return 'idle';
      this.log.info({ sessionId, workerId }, 'session is placed');
      await this.placement.wake(sessionId);
    }
    return sessionIds.length === BATCH ? 'more' : 'idle';
  }

  private async evenOut(): Promise<void> {
    const everySeconds = this.config.rebalanceSeconds;
    if (everySeconds === 0) return;
    const pair = unevenPair(await this.workers.live());
    if (!pair || !(await this.upkeep.takeRebalancing(everySeconds))) return;
    const sessionId = await this.accounts.idlest(pair.from);
    if (sessionId === null) return;
    await transaction(this.dataSource, (tx) => this.placement.move(tx, sessionId, pair.to));
    this.log.info({ sessionId, workerId: pair.to }, 'session is moved to a worker with fewer');
    await this.placement.wake(sessionId);
  }
}
