import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import { DirectAccounts, Workers } from '../../mailbox/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { Host } from '../host.service.js';
import { servedHere } from './served-here.js';

const RETRY_SECONDS = 5;

/** Says what is wanted of a direct session. This worker then claims its account like any other, by epoch. */
@Injectable()
export class DirectWishes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly accounts: DirectAccounts,
    private readonly workers: Workers,
    private readonly host: Host,
  ) {}

  /** Connected, and at this worker. Throws NO_WORKER when this one is full or ends. */
  async connect(sessionId: string): Promise<void> {
    const { workerId } = this.config;
    await transaction(this.dataSource, async (tx) => {
      const account = servedHere(await this.accounts.lock(tx, sessionId), sessionId, workerId);
      if (account.desired === 'on' && account.assigned === workerId) return;
      await this.mustHaveRoom(tx);
      await this.accounts.want(tx, sessionId, 'on', workerId);
    });
    this.host.wakeAccount();
  }

  /** Gone from WhatsApp: unlinked from the phone, where it is paired. */
  async leave(sessionId: string): Promise<void> {
    const { workerId } = this.config;
    await transaction(this.dataSource, async (tx) => {
      const { paired } = servedHere(await this.accounts.lock(tx, sessionId), sessionId, workerId);
      await this.accounts.want(tx, sessionId, paired ? 'logged_out' : 'off', workerId);
    });
    this.host.wakeAccount();
  }

  private async mustHaveRoom(tx: Tx): Promise<void> {
    await this.workers.takeTurn(tx);
    const self = (await this.workers.live(tx)).find(({ workerId }) => workerId === this.config.workerId);
    if (self?.state === 'ready' && self.sessions < self.maxSessions) return;
    const why = self?.state === 'ready' ? `is full with ${self.sessions} sessions` : 'takes no sessions now';
    throw new Problem('NO_WORKER', `Worker ${this.config.workerId} ${why}.`, { retryAfterSeconds: RETRY_SECONDS });
  }
}
