import { Injectable } from '@nestjs/common';
import { Accounts, Workers } from '../../mailbox/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { Log } from '../../platform/logging/index.js';
import { Moves } from './moves.service.js';
import { unevenPair } from './rebalance.js';
import { WorkerUpkeep } from './worker-upkeep.repository.js';

/** Evens out the load of the workers, one idle session at a time. */
@Injectable()
export class Rebalancing {
  constructor(
    private readonly config: AppConfig,
    private readonly workers: Workers,
    private readonly accounts: Accounts,
    private readonly upkeep: WorkerUpkeep,
    private readonly moves: Moves,
    private readonly log: Log,
  ) {}

  /** Moves a session where that is due; all gateways together not more often than configured. */
  async evenOut(): Promise<void> {
    const everySeconds = this.config.rebalanceSeconds;
    if (everySeconds === 0) return;
    const pair = unevenPair(await this.workers.live());
    if (!pair || !(await this.upkeep.takeRebalancing(everySeconds))) return;
    const sessionId = await this.accounts.idlest(pair.from);
    if (sessionId === null) return;
    await this.moves.move(sessionId, pair.to);
    this.log.info({ sessionId, workerId: pair.to }, 'session is moved to a worker with fewer');
  }
}
