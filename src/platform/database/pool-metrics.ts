import type { DataSource } from 'typeorm';
import { gauge } from '../metrics/index.js';

interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
  options: { max: number };
}

let pool: Pool | null = null;

gauge(
  'wagate_database_connections',
  'Connections of the pool to PostgreSQL, by what they do',
  ['state'],
  function collect() {
    if (!pool) return;
    this.set({ state: 'idle' }, pool.idleCount);
    this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
  },
);

gauge('wagate_database_connections_max', 'Connections that the pool may have', [], function collect() {
  this.set(pool?.options.max ?? 0);
});

gauge('wagate_database_waiting', 'Statements and transactions that wait for a connection', [], function collect() {
  // Also what finds an idle one queues, until the next turn of the event loop.
  if (pool) this.set(Math.max(0, pool.waitingCount - pool.idleCount));
});

/** From now on the pool of this data source is told. TypeORM calls it `master` and does not publish it. */
export function measurePool(dataSource: DataSource): void {
  pool = (dataSource.driver as unknown as { master: Pool }).master;
}
