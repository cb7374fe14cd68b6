import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { isError } from '../is-error.js';

/** What repositories write through: a transaction, or the plain connection pool for a single statement. */
export type Tx = EntityManager;

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const ATTEMPTS = 3;

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Two transactions that stand in each
 * other's way are repeated, 3 times at most, so `work` must touch nothing but `tx`.
 */
export function transaction<T>(dataSource: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> {
  return repeated(() => dataSource.transaction(work));
}

/**
 * A {@link transaction} of statements that need nothing of each other's answers, in one round trip: `work` starts all of them,
 * and the commit goes out behind them. When one fails, the database makes a rollback of the commit, and the failure is thrown.
 */
export function commitTogether<T extends unknown[]>(
  dataSource: DataSource,
  work: (tx: Tx) => { [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  return repeated(async () => {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const statements = Promise.all(work(runner.manager)) as Promise<T>;
      const [answers, committed] = await Promise.allSettled([statements, runner.commitTransaction()]);
      if (answers.status === 'rejected') throw answers.reason;
      if (committed.status === 'rejected') throw committed.reason;
      return answers.value;
    } finally {
      await leave(runner);
    }
  });
}

/** A transaction is still open when its commit did not get through, and then the connection is as good as lost. */
async function leave(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
  await runner.release();
}

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (count === ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!isError(error) || !('code' in error)) return false;
  return error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK;
}
