import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { Connection, type ServerKeys } from './connection.js';
import { handleStanza } from './dispatch.js';
import { httpApi } from './http/api.js';
import { admit, leave } from './login.js';
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
}

export interface Sandbox {
  url: string;
  wsUrl: string;
  docsUrl: string;
  /** Only with TLS: what clients must trust, e.g. by NODE_EXTRA_CA_CERTS. */
  caFile?: string;
  close(): Promise<void>;
}

/** Starts the WhatsApp server and its HTTP API on one port. @throws when the port is taken or the state file is unreadable. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const world = new World(Date.now);
  const state = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, world);
  state?.load();
  const certificate = options.tls ? localCertificate(options.caDir) : undefined;
  const api = httpApi(world, { caPem: certificate?.caPem });
  const http = listener(api, certificate);
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const tcp = trackSockets(http);
  const keys: ServerKeys = {
    noise: world.identity.leaf,
    certificateChain: certificateChain(world.identity, world.now()),
  };
  http.on('upgrade', (request, socket, head) => {
    if (!mayUpgrade(world, socket)) return;
    sockets.handleUpgrade(request, socket, head, (webSocket) => welcome(world, webSocket, keys));
  });
  http.listen(options.port ?? 0, host);
  await once(http, 'listening');
  state?.start();

  const { port } = http.address() as AddressInfo;
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const secure = certificate ? 's' : '';
  const url = `http${secure}://${authority}`;
  return {
    url,
    wsUrl: `ws${secure}://${authority}${SOCKET_PATH}`,
    docsUrl: `${url}/`,
    ...(certificate && { caFile: certificate.caFile }),
    close: async () => {
      for (const connection of world.connections) connection.drop();
      for (const socket of tcp) socket.destroy();
      await new Promise((resolve) => http.close(resolve));
      state?.stop();
    },
  };
}

function listener(api: RequestListener, certificate: { key: string; cert: string } | undefined): Server {
  if (!certificate) return createHttpServer(api);
  return createHttpsServer({ key: certificate.key, cert: certificate.cert }, api);
}

/** Open TCP connections, keep-alive ones too, so that closing does not wait for them. */
function trackSockets(http: Server): Set<Socket> {
  const open = new Set<Socket>();
  http.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
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
    leave(connection);
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
