import { parseArgs } from 'node:util';
import type { SandboxOptions } from './server.js';

export const HELP = `A WhatsApp server on loopback for programs built on Baileys.

Usage: node dist/sandbox/main.js [options]

  --port N       port of WebSocket and HTTP API (default: a free one)
  --host HOST    address to listen on (default 127.0.0.1)
  --state FILE   keep users, pairings and queues in this file across restarts
  --tls          serve https and wss, too, with a certificate of the CA
  --ca-dir DIR   keep the CA here (default: a new one in a temporary folder)
  --media-port N port of the media server, which is always https (default: a free one)
  --media-host H name or IPv4 address under which clients reach it (default: that of --host, 127.0.0.1 for all interfaces)
  --help         show this text

The first line on stdout is JSON: {"url", "wsUrl", "docsUrl", "mediaUrl", "caFile"}.
Files are sent over https: clients must trust the CA, e.g. by NODE_EXTRA_CA_CERTS=<caFile>.
`;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readOptions(args: string[]): SandboxOptions | 'help' {
  const { values } = parseFlags(args);
  if (values.help) return 'help';
  return {
    port: readPort('--port', values.port ?? '0'),
    ...(values['media-port'] !== undefined && { mediaPort: readPort('--media-port', values['media-port']) }),
    ...(values['media-host'] !== undefined && { mediaHost: values['media-host'] }),
    ...(values.host !== undefined && { host: values.host }),
    ...(values.state !== undefined && { stateFile: values.state }),
    ...(values.tls !== undefined && { tls: values.tls }),
    ...(values['ca-dir'] !== undefined && { caDir: values['ca-dir'] }),
  };
}

function readPort(flag: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`${flag} must be 0 to 65535`);
  return port;
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
        'media-port': { type: 'string' },
        'media-host': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
