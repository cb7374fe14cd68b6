// A gateway as far as the embedded database can tell: starts it, says so in one line, stops it on SIGTERM.
// Usage: node hold-database.mjs <folder of the built product> <DATA_DIR>
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [built = '', dataDir = ''] = process.argv.slice(2);
const { startEmbeddedPostgres } = await import(pathToFileURL(join(built, 'platform/embedded-postgres/index.js')).href);
const log = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, () => undefined]));

try {
  const { stop, ...facts } = await startEmbeddedPostgres({ dataDir, log });
  console.log(JSON.stringify(facts));
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
  process.exitCode = 1;
}
