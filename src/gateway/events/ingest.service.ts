import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { InboxFact } from '../../contracts/index.js';
import { Inbox } from '../../mailbox/index.js';
import { checkpoint } from '../../platform/checkpoints/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { Log } from '../../platform/logging/index.js';
import { secondsSince } from '../../platform/metrics/index.js';
import { problemOf } from '../../platform/problems/index.js';
import { failureOf } from '../../platform/tracing/index.js';
import { FactApplier, type Progress } from './fact-applier.service.js';
import { isPassing, smallerBatch } from './failure-kind.js';
import { FactTraces } from './fact-traces.js';
import { IngestFailures } from './ingest-failures.repository.js';
import { batchDuration, facts as counted, failures as failed } from './ingest-metrics.js';

const BATCH = 200;
const MAX_FAILURES = 5;

/** What one transaction took in. */
export interface Batch {
  facts: InboxFact[];
  /** Whose log has grown by it; null when it made no event. */
  logOf: string | null;
  /** There may be more waiting: it took as many as it might. */
  more: boolean;
}

interface BatchProgress extends Progress {
  traces: FactTraces;
}

const NOTHING: Batch = { facts: [], logOf: null, more: false };

/**
 * Takes facts of a session out of the inbox and makes them rows and events: all of a batch in one transaction, or
 * none. The session's lock makes gateways take turns.
 */
@Injectable()
export class Ingest {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inbox: Inbox,
    private readonly applier: FactApplier,
    private readonly failures: IngestFailures,
    private readonly log: Log,
  ) {}

  /**
   * The oldest facts, 200 at most. A fact that can not be applied is noted and tried again later, five times; then it is put
   * aside and the rest goes on. Throws only when the database is in trouble.
   */
  async ingest(sessionId: string, limit = BATCH): Promise<Batch> {
    const progress: BatchProgress = { applied: 0, traces: new FactTraces() };
    const startedAt = performance.now();
    try {
      const batch = await transaction(this.dataSource, (tx) => this.take(tx, sessionId, limit, progress));
      if (batch.facts.length > 0) checkpoint('ingest.committed');
      progress.traces.end();
      if (batch.facts.length > 0) batchDuration.observe(secondsSince(startedAt));
      for (const { kind } of batch.facts) counted.inc({ kind });
      return batch;
    } catch (error) {
      progress.traces.end(failureOf(error));
      if (isPassing(error) || problemOf(error).code === 'UNAVAILABLE') throw error;
      if (limit > 1) return this.ingest(sessionId, smallerBatch(limit, progress.applied));
      await transaction(this.dataSource, (tx) => this.noteFailure(tx, sessionId, error));
      return NOTHING;
    }
  }

  private async take(tx: Tx, sessionId: string, limit: number, progress: BatchProgress): Promise<Batch> {
    progress.applied = 0;
    const [session, failure] = await Promise.all([this.applier.lock(tx, sessionId), this.failures.of(tx, sessionId)]);
    if (failure === 'resting') return NOTHING;
    const facts = progress.traces.begin(sessionId, await this.inbox.take(tx, sessionId, limit));
    // The session was deleted, and what is said about it concerns nobody any more.
    if (session === null || facts.length === 0) return NOTHING;
    const events = await this.applier.apply(tx, session, facts, progress);
    if (failure === 'due') await this.failures.forget(tx, sessionId);
    checkpoint('ingest.written');
    return { facts, logOf: events > 0 ? session.userId : null, more: facts.length === limit };
  }

  private async noteFailure(tx: Tx, sessionId: string, err: unknown): Promise<void> {
    if ((await this.applier.lock(tx, sessionId)) === null) return;
    failed.inc();
    const failures = await this.failures.count(tx, sessionId, err);
    this.log.error({ sessionId, failures, err }, 'a fact could not be applied');
    if (failures < MAX_FAILURES) return;
    const [fact] = await this.inbox.take(tx, sessionId, 1);
    if (fact !== undefined) await this.failures.bury(tx, sessionId, fact, err);
    await this.failures.forget(tx, sessionId);
    this.log.error({ sessionId, kind: fact?.kind }, 'a fact was put aside');
  }
}
