/**
 * The worker role: one shard of the WhatsApp connections. It owns no table; it writes to the schema `mailbox` only, under
 * its epoch. Gateways reach it through the mailbox, and by the patterns of `contracts/rpc.ts` for hints and live questions;
 * programs that drive workers themselves, by the HTTP surface in `direct/`.
 */
import type { AppConfig } from '../platform/config/index.js';
import type { Log } from '../platform/logging/index.js';
import type { DirectModule } from './direct/direct.module.js';
import type { WorkerModule } from './worker.module.js';

/** Loads the role. What Baileys takes at its import must be prepared before, hence no import above names it. */
export async function loadWorkerModule(config: AppConfig, log: Log): Promise<typeof WorkerModule> {
  const { prepareRuntime } = await import('./baileys/prepare-runtime.js');
  await prepareRuntime({ wasmSignatures: config.wasmSignatures }, log);
  return (await import('./worker.module.js')).WorkerModule;
}

/** The worker's own HTTP surface, for a process that serves nothing else. Load the role first. */
export async function loadDirectModule(): Promise<typeof DirectModule> {
  return (await import('./direct/direct.module.js')).DirectModule;
}
