import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Parties } from '../support/parties.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';
import { Database } from './database.js';

const KILL_AT = fileURLToPath(new URL('./kill-at.mjs', import.meta.url));
const SESSIONS = ['north', 'south'];
/** The second of each session is known by its LID, and reads at once. */
const CONTACTS = [{}, { addressing: 'lid', autoRead: true }];
const ONLINE_LIMIT_MS = 90_000;

/** All parties of a run: gateway with a database of its own, WhatsApp, two sessions with contacts, and the webhook's receiver. */
export class Scene extends Parties {
  private constructor(
    private readonly folder: string,
    readonly database: Database,
    sandbox: Sandbox,
    receiver: Receiver,
    readonly gateway: Gateway,
  ) {
    super(sandbox, receiver);
  }

  static async open(): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'wagate-orders-'));
    const orders = join(folder, 'kill');
    await writeFile(orders, '');
    const database = await Database.start();
    const sandbox = await Sandbox.start();
    const env = { DATABASE_URL: database.url, NODE_OPTIONS: `--import=${KILL_AT}`, KILL_ORDERS: orders };
    const gateway = await Gateway.start(sandbox.wsUrl, env);
    const scene = new Scene(folder, database, sandbox, await Receiver.start(), gateway);
    await scene.addSessions();
    return scene;
  }

  async close(): Promise<void> {
    await this.gateway.dispose();
    await this.sandbox.stop();
    await this.receiver.stop();
    await this.database.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What the gateway is to die of next, from its start on; a running one has to be told by SIGUSR2. */
  orderKill(order: string): Promise<void> {
    return writeFile(join(this.folder, 'kill'), order);
  }

  /** Waits until all sessions have a connection to WhatsApp. */
  async online(): Promise<void> {
    const { program } = this.gateway;
    const online = async (phoneNumber: string) => {
      if (program.child.exitCode !== null) throw new Error(`the gateway ended by itself (${program.child.exitCode})`);
      return this.sandbox.isOnline(phoneNumber);
    };
    for (const { phoneNumber } of this.sessions) {
      await eventually('the session online', () => online(phoneNumber), ONLINE_LIMIT_MS);
    }
  }

  private async addSessions(): Promise<void> {
    const user = await this.gateway.register();
    await user.post('/webhooks', { url: this.receiver.url });
    for (const sessionId of SESSIONS) {
      const session = await user.pair(this.sandbox, { sessionId });
      this.sessions.push(session);
      for (const behaviour of CONTACTS) {
        const contact = await this.sandbox.contact(behaviour);
        this.chats.push({ contact, session, caller: user.withKey(session.apiKey) });
      }
    }
  }
}
