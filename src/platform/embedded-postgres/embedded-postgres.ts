import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../logging/index.js';
import { accountFor } from './account.js';
import { findBinaries } from './binaries.js';
import { type Cluster, openCluster, prepareFolder } from './cluster.js';
import { DataDirInUse, type Guard, takeGuard } from './guard.js';
import { findPostmaster, type Postmaster, type Site, startPostmaster, stopPostmaster } from './postmaster.js';

const DATABASE = 'wagate';
const MAX_RETRY_MS = 10_000;

export interface EmbeddedPostgres {
  url: string;
  port: number;
  /** The server's process when it was started; another one after it had to be started again. */
  pid: number;
  /** True when the server outlived the gateway that started it. */
  adopted: boolean;
  /** Ends all connections and the server, within 8 s. */
  stop(): Promise<void>;
}

/**
 * The server on `dataDir`: adopted when it runs already, started otherwise, made at the first start. Until `stop` it is watched,
 * and started again on the same port when it dies. Throws, with what to do instead, where it can not run, and when another
 * gateway uses the folder.
 */
export async function startEmbeddedPostgres(options: { dataDir: string; log: Log }): Promise<EmbeddedPostgres> {
  const folder = join(resolve(options.dataDir), 'postgres');
  const account = accountFor(folder);
  await prepareFolder(folder, account);
  const binaries = await findBinaries(account, folder);
  const cluster = await openCluster(folder, binaries, account);
  const site: Site = { data: cluster.data, logFile: join(folder, 'server.log'), binaries, account };

  const found = await findPostmaster(site);
  const postmaster = found ?? (await startPostmaster(site));
  const guard = await guardOrStop(site, cluster, postmaster, found === undefined);
  const watch = new Watch(site, cluster, postmaster, guard, options.log);
  void watch.keepAlive();
  return {
    url: `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${postmaster.port}/${DATABASE}`,
    port: postmaster.port,
    pid: postmaster.pid,
    adopted: found !== undefined,
    stop: () => watch.stop(),
  };
}

/** A server that we started and can not use must not be left behind. */
async function guardOrStop(site: Site, cluster: Cluster, postmaster: Postmaster, ours: boolean): Promise<Guard> {
  try {
    return await takeGuard(cluster, postmaster, DATABASE);
  } catch (error) {
    if (ours && !(error instanceof DataDirInUse)) await stopPostmaster(site, postmaster);
    throw error;
  }
}

/** Starts the server again whenever it dies, until it is stopped on purpose. */
class Watch {
  private readonly stopped = new AbortController();
  private reviving: Promise<void> | undefined;

  constructor(
    private readonly site: Site,
    private readonly cluster: Cluster,
    private postmaster: Postmaster,
    private guard: Guard,
    private readonly log: Log,
  ) {}

  async keepAlive(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.guard.lost;
      if (this.stopped.signal.aborted) return;
      this.log.error({ pid: this.postmaster.pid }, 'embedded PostgreSQL ended unexpectedly, starting it again');
      this.reviving = this.revive();
      await this.reviving;
    }
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.reviving;
    await this.guard.release();
    await stopPostmaster(this.site, this.postmaster);
  }

  private async revive(): Promise<void> {
    for (let waitMs = 100; !this.stopped.signal.aborted; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      try {
        this.postmaster = (await findPostmaster(this.site)) ?? (await startPostmaster(this.site, this.postmaster.port));
        this.guard = await takeGuard(this.cluster, this.postmaster, DATABASE);
        this.log.info({ pid: this.postmaster.pid }, 'embedded PostgreSQL is back');
        return;
      } catch (err) {
        this.log.error({ err, retryMs: waitMs }, 'embedded PostgreSQL could not be started again');
        await delay(waitMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      }
    }
  }
}
