import { parseArgs } from 'node:util';
import type { SandboxOptions } from './server.js';

export const HELP = `A WhatsApp server on loopback for programs built on Baileys.

Usage: node dist/sandbox/main.js [options]

  --port N       port of WebSocket and HTTP API (default: a free one)
  --host HOST    address to listen on (default 127.0.0.1)
  --state FILE   keep users, pairings and queues in this file across restarts
  --tls          serve https and wss with a certificate of an own CA
  --ca-dir DIR   keep that CA here (default: a new one in a temporary folder)
  --help         show this text

The first line on stdout is JSON: {"url", "wsUrl", "docsUrl", "caFile"?}.
`;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readOptions(args: string[]): SandboxOptions | 'help' {
  const { values } = parseFlags(args);
  if (values.help) return 'help';
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port must be 0 to 65535');
  if (values['ca-dir'] !== undefined && !values.tls) throw new UsageError('--ca-dir needs --tls');
  return {
    port,
    ...(values.host !== undefined && { host: values.host }),
    ...(values.state !== undefined && { stateFile: values.state }),
    ...(values.tls !== undefined && { tls: values.tls }),
    ...(values['ca-dir'] !== undefined && { caDir: values['ca-dir'] }),
  };
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        state: { type: 'string' },
        tls: { type: 'boolean' },
        'ca-dir': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
