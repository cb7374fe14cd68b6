#!/usr/bin/env node
import { HELP, readOptions, UsageError } from './cli.js';
import { startSandbox } from './index.js';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const { close, ...addresses } = await startSandbox(options);
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
}

try {
  await main();
} catch (error) {
  const hint = error instanceof UsageError ? '\nTry --help.' : '';
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}${hint}\n`);
  process.exit(1);
}
