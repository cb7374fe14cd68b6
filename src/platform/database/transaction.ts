import type { DataSource, EntityManager } from 'typeorm';
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
export async function transaction<T>(dataSource: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await dataSource.transaction(work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!isError(error) || !('code' in error)) return false;
  return error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK;
}
