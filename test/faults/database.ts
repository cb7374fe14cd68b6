import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Holder, holdDatabase, query } from '../platform/support/database-holder.js';
import { eventually } from '../support/eventually.js';

/**
 * A PostgreSQL of the test's own that can be restarted, killed and taken away. Its users come through a door, which keeps its
 * address whatever becomes of the server, and is closed while there is none.
 */
export class Database {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly dataDir: string,
    private readonly door: Server,
    private readonly port: number,
    private holder: Holder,
  ) {
    door.on('connection', (socket) => this.letIn(socket));
  }

  static async start(): Promise<Database> {
    const dataDir = await mkdtemp(join(tmpdir(), 'wagate-faults-'));
    const holder = await holdDatabase(dataDir);
    const door = createServer();
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    return new Database(dataDir, door, (door.address() as AddressInfo).port, holder);
  }

  /** Stays the same. */
  get url(): string {
    const url = new URL(this.holder.url);
    url.port = String(this.port);
    return url.href;
  }

  /** A clean shutdown; nobody can connect for `ms`, then it is back. */
  async restart(ms = 0): Promise<void> {
    const closed = once(this.door, 'close');
    this.door.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
    await this.holder.stop();
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.holder = await holdDatabase(this.dataDir);
    this.door.listen(this.port, '127.0.0.1');
    await once(this.door, 'listening');
  }

  /** kill -9 of the server, as by the kernel when memory runs out; its holder starts it again. */
  async crash(): Promise<void> {
    const before = await this.serverPid();
    process.kill(before, 'SIGKILL');
    await eventually('the server again', async () => (await this.serverPid()) !== before);
    await eventually('an answer of the server', () => query(this.holder.url, 'select 1'), 30_000);
  }

  async stop(): Promise<void> {
    this.door.close();
    for (const socket of this.sockets) socket.destroy();
    await this.holder.stop();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  private async serverPid(): Promise<number> {
    const file = await readFile(join(this.dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
    return Number(file.split('\n')[0]);
  }

  private letIn(socket: Socket): void {
    const server = connect(this.holder.port, '127.0.0.1');
    for (const [one, other] of [
      [socket, server],
      [server, socket],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay(true).pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
