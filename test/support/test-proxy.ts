import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { localCertificate } from '../../src/sandbox/tls/local-certificate.js';

interface Credentials {
  user: string;
  password: string;
}

export type ProxyScheme = 'http' | 'https' | 'socks5';

/** A host that only the proxy knows. */
export const HIDDEN_HOST = 'whatsapp.invalid';

/** A real proxy, by http, https or socks5, that remembers where it was asked to connect to, and is the only way to {@link HIDDEN_HOST}. */
export class TestProxy {
  /** `host:port` of every connection that was made through it. */
  readonly connections: string[] = [];
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  private constructor(
    readonly scheme: ProxyScheme,
    private readonly credentials: Credentials,
    private readonly authority: string,
  ) {}

  /** `authority`: the folder of the CA that has signed the certificate of an `https` proxy; made when it is absent. */
  static async start(scheme: ProxyScheme, authority: string): Promise<TestProxy> {
    const proxy = new TestProxy(scheme, { user: 'shop', password: 'p@ss' }, authority);
    await proxy.up();
    return proxy;
  }

  /** With its password, or another one. */
  url(password = this.credentials.password): string {
    return `${this.scheme}://${this.credentials.user}:${encodeURIComponent(password)}@127.0.0.1:${this.port}`;
  }

  get shownUrl(): string {
    return `${this.scheme}://${this.credentials.user}@127.0.0.1:${this.port}`;
  }

  /** Listens (again) on its port. */
  async up(): Promise<void> {
    const server = this.scheme === 'socks5' ? createServer((near) => void this.socks(near)) : this.httpServer();
    server.on('connection', (socket: Socket) => this.keep(socket));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Ends every connection and takes no new ones. */
  async down(): Promise<void> {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    if (this.server?.listening) await once(this.server, 'close');
  }

  private httpServer(): Server {
    const { user, password } = this.credentials;
    const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const refuse: RequestListener = (_request, answer) => answer.writeHead(405).end();
    const server =
      this.scheme === 'https'
        ? createHttpsServer(localCertificate(this.authority, '127.0.0.1'), refuse)
        : createHttpServer(refuse);
    server.on('connect', (request, near: Socket) => {
      if (request.headers['proxy-authorization'] !== wanted) {
        near.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const { hostname, port } = new URL(`tcp://${request.url ?? ''}`);
      this.join(near, hostname, Number(port), 'HTTP/1.1 200 Connection established\r\n\r\n');
    });
    return server;
  }

  /** RFC 1928 and 1929, as far as a client needs that names a host and has a password. */
  private async socks(near: Socket): Promise<void> {
    await once(near, 'data');
    near.write(Buffer.of(5, 2));
    const [login] = (await once(near, 'data')) as [Buffer];
    const user = login.subarray(2, 2 + login[1]!).toString();
    const password = login.subarray(3 + login[1]!).toString();
    if (user !== this.credentials.user || password !== this.credentials.password) {
      near.end(Buffer.of(1, 1));
      return;
    }
    near.write(Buffer.of(1, 0));
    const [wish] = (await once(near, 'data')) as [Buffer];
    const port = wish.readUInt16BE(wish.length - 2);
    const host = wish[3] === 1 ? wish.subarray(4, 8).join('.') : wish.subarray(5, 5 + wish[4]!).toString();
    this.join(near, host, port, Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
  }

  private join(near: Socket, host: string, port: number, greeting: string | Buffer): void {
    this.connections.push(`${host}:${port}`);
    const far = connect(port, host === HIDDEN_HOST ? '127.0.0.1' : host, () => {
      near.write(greeting);
      near.pipe(far).pipe(near);
    });
    this.keep(far);
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
  }
}
