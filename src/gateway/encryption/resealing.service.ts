import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../platform/config/index.js';
import { ScheduledJob } from '../../platform/jobs/index.js';
import { Log } from '../../platform/logging/index.js';
import { CopyResealing } from '../archive/index.js';
import { ResealedCopies } from './resealed-copies.repository.js';
import { SealedRows } from './sealed-rows.repository.js';
import { SEALED_TABLES } from './sealed-tables.js';

/** A gateway that has another key, as while they are restarted one by one, may seal with that once more. */
const EVERY_MS = 10 * 60 * 1000;
const ROWS_A_STEP = 200;
const SESSIONS_A_STEP = 5;

/** Seals with the key of now what an older one sealed: copies in the object store first, then table by table. */
@Injectable()
export class Resealing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly job: ScheduledJob;
  private table = 0;
  private after: string | null = null;
  private passes = 0;

  constructor(
    dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly rows: SealedRows,
    private readonly copies: CopyResealing,
    private readonly copiesDone: ResealedCopies,
    private readonly log: Log,
  ) {
    this.job = new ScheduledJob({ name: 'resealing', everyMs: EVERY_MS, run: () => this.step(), dataSource, log });
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.job.stop();
  }

  private async step(): Promise<'more' | 'idle'> {
    if (this.passes > 0 && this.config.keyring.previousKeyIds.length === 0) return 'idle';
    if (await this.copiesWereLeft()) return 'more';
    const table = SEALED_TABLES[this.table];
    if (!table) return this.endOfPass();
    const { after, resealed, unreadable } = await this.rows.reseal(table, this.after, ROWS_A_STEP);
    const { kind } = table;
    if (resealed > 0) this.log.info({ kind, resealed, keyId: this.config.keyring.keyId }, 'sealed with the key of now');
    if (unreadable > 0) this.log.error({ kind, unreadable }, 'sealed with a key that is missing, or damaged');
    this.after = after;
    if (after === null) this.table++;
    return 'more';
  }

  private endOfPass(): 'idle' {
    this.table = 0;
    this.passes++;
    return 'idle';
  }

  /** Some sessions; false when all are done. */
  private async copiesWereLeft(): Promise<boolean> {
    const { keyId } = this.config.keyring;
    const { after, finishedAt } = await this.copiesDone.of(keyId);
    if (finishedAt !== null) return false;
    const sessions = await this.copies.sessionsAfter(after, SESSIONS_A_STEP);
    for (const sessionId of sessions) await this.copies.reseal(sessionId);
    await this.copiesDone.reached(keyId, sessions.at(-1) ?? after, sessions.length < SESSIONS_A_STEP);
    return true;
  }
}
