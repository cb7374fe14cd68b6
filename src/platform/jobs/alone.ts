import type { DataSource } from 'typeorm';

/** Keeps our locks apart from those of the migrations, which use one number. */
const JOBS = 0x6a6f62;

/**
 * Does `work` unless another process is doing work of this name at the moment; then gives undefined at once. The lock belongs to
 * a connection of its own: a process that dies lets go of it, and so does one that loses the connection, so `work` must bear
 * to be done twice.
 */
export async function alone<T>(dataSource: DataSource, name: string, work: () => Promise<T>): Promise<T | undefined> {
  const runner = dataSource.createQueryRunner();
  try {
    const [answer] = (await runner.query('select pg_try_advisory_lock($1, hashtext($2)) as locked', [JOBS, name])) as {
      locked: boolean;
    }[];
    if (!answer?.locked) return undefined;
    try {
      return await work();
    } finally {
      await runner.query('select pg_advisory_unlock($1, hashtext($2))', [JOBS, name]);
    }
  } finally {
    await runner.release();
  }
}
