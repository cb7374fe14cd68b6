// `npm run stores`: all that a cluster needs besides gateways and workers, to try one by hand. Writes stores.env, and forgets
// everything with Ctrl-C.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale, requireNodeAndPackages, ROOT } from './build-if-stale.mjs';
import { startClusterStores } from './cluster-stores.mjs';

const FILE = 'stores.env';

requireNodeAndPackages();
process.chdir(ROOT);
buildIfStale();
const folder = await mkdtemp(join(tmpdir(), 'wagate-stores-'));
const { env, stop } = await startClusterStores(folder);
const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
await writeFile(FILE, lines.join(''), { mode: 0o600 });
process.stdout.write(
  `PostgreSQL, Redis and an S3 server are running; ${FILE} says where. Ctrl-C ends them and forgets everything.\n`,
);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stop();
    await rm(FILE, { force: true });
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    process.exit(0);
  });
}
