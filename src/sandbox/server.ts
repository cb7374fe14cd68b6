import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { Connection, type ServerKeys } from './connection.js';
import { handleStanza } from './dispatch.js';
import { httpApi } from './http/api.js';
import { admit, leave } from './login.js';
import { mediaServer } from './media/server.js';
import { MediaStore } from './media/store.js';
import { certificateChain } from './wire/noise-certificate.js';
import { StateFile } from './state-file.js';
import { localCertificate } from './tls/local-certificate.js';
import { World } from './world.js';

/** WhatsApp's own path. Any other works too: a client that is refused at the upgrade hangs without a word. */
const SOCKET_PATH = '/ws/chat';

export interface SandboxOptions {
  host?: string;
  /** 0 takes a free port. */
  port?: number;
  /** Users, pairings and queues live here across restarts. Without it they end with the process. */
  stateFile?: string;
  /** Serve https and wss with a certificate of an own CA. */
  tls?: boolean;
  /** Keeps the CA, so that clients can go on trusting it; without it there is a new one each time. */
  caDir?: string;
  /** Of the media server, which is always https. 0 takes a free one. */
  mediaPort?: number;
  /** Name or IPv4 address under which clients reach the media server; `host` when it is left out. */
  mediaHost?: string;
}

export interface Sandbox {
  url: string;
  wsUrl: string;
  docsUrl: string;
  mediaUrl: string;
  /** What clients must trust to send and receive files, e.g. by NODE_EXTRA_CA_CERTS. */
  caFile: string;
  close(): Promise<void>;
}

/**
 * Starts the WhatsApp server and its HTTP API on one port, and the media server on another.
 * @throws when a port is taken or the state file is unreadable.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const temporary = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const media = new MediaStore(
    options.stateFile === undefined ? join(temporary, 'media') : `${options.stateFile}.media`,
  );
  media.open();
  const world = new World(Date.now, media);
  const state = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, world);
  state?.load();
  const mediaHost = options.mediaHost ?? (isWildcard(host) ? '127.0.0.1' : host);
  const certificate = localCertificate(options.caDir ?? join(temporary, 'ca'), mediaHost);
  const api = httpApi(world, { caPem: certificate.caPem });
  const http = options.tls ? createHttpsServer(certificate, api) : createHttpServer(api);
  const files = createHttpsServer(certificate, mediaServer(world));
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const tcp = trackSockets(http, files);
  const keys: ServerKeys = {
    noise: world.identity.leaf,
    certificateChain: certificateChain(world.identity, world.now()),
  };
  http.on('upgrade', (request, socket, head) => {
    if (!mayUpgrade(world, socket)) return;
    sockets.handleUpgrade(request, socket, head, (webSocket) => welcome(world, webSocket, keys));
  });
  const port = await listen(http, options.port ?? 0, host);
  media.host = authorityOf(mediaHost, await listen(files, options.mediaPort ?? 0, host));
  state?.start();

  const authority = authorityOf(host, port);
  const secure = options.tls ? 's' : '';
  const url = `http${secure}://${authority}`;
  return {
    url,
    wsUrl: `ws${secure}://${authority}${SOCKET_PATH}`,
    docsUrl: `${url}/`,
    mediaUrl: `https://${media.host}`,
    caFile: certificate.caFile,
    close: async () => {
      for (const connection of world.connections) connection.drop();
      for (const socket of tcp) socket.destroy();
      for (const server of [http, files]) await new Promise((resolve) => server.close(resolve));
      state?.stop();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function authorityOf(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Open TCP connections, keep-alive ones too, so that closing does not wait for them. */
function trackSockets(...servers: Server[]): Set<Socket> {
  const open = new Set<Socket>();
  for (const server of servers) {
    server.on('connection', (socket: Socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    });
  }
  return open;
}

/** An upgrade carries no identity, so these two faults strike whoever comes next, even when armed for one phone. */
function mayUpgrade(world: World, socket: Duplex): boolean {
  if (world.faults.takeFromAnybody('refuse-upgrade')) return refuseUpgrade(world, socket);
  const fault = world.faults.takeFromAnybody('http-status');
  return fault ? refuseUpgrade(world, socket, fault.status) : true;
}

function refuseUpgrade(world: World, socket: Duplex, status?: number): false {
  world.log.add('upgrade-refused', { detail: status === undefined ? 'socket destroyed' : String(status) });
  if (status === undefined) socket.destroy();
  else socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  return false;
}

function welcome(world: World, webSocket: WebSocket, keys: ServerKeys): void {
  const connection = new Connection(webSocket, keys, world.now());
  world.connections.add(connection);
  world.log.add('connected');
  webSocket.on('error', (error) => world.log.add('protocol-error', { detail: error.message }));
  webSocket.once('close', (code) => {
    world.connections.delete(connection);
    leave(world, connection);
    const { companion } = connection;
    const about = companion && { phoneNumber: companion.user.phoneNumber, device: companion.device };
    world.log.add('disconnected', { ...about, detail: String(code) });
  });
  connection.start({
    onLogin: (finish) => admit(world, connection, finish),
    onStanza: (node) => handleStanza(world, connection, node),
    onProtocolError: (error) => world.log.add('protocol-error', { detail: String(error) }),
  });
}
