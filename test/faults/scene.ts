import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Delivery, Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';
import { Database } from './database.js';
import type { Routed, Told } from './ledgers.js';

const KILL_AT = fileURLToPath(new URL('./kill-at.mjs', import.meta.url));
const SESSIONS = ['north', 'south'];
/** The second of each session is known by its LID, and reads at once. */
const CONTACTS = [{}, { addressing: 'lid', autoRead: true }];
const ONLINE_LIMIT_MS = 90_000;

/** A contact and the session it talks to. */
export interface Chat {
  contact: Contact;
  session: PairedSession;
  /** The session's own API key. */
  caller: Account;
}

/** All parties of a run: gateway with a database of its own, WhatsApp, two sessions with contacts, and the webhook's receiver. */
export class Scene {
  readonly chats: Chat[] = [];
  readonly sessions: PairedSession[] = [];

  private constructor(
    private readonly folder: string,
    readonly database: Database,
    readonly sandbox: Sandbox,
    readonly receiver: Receiver,
    readonly gateway: Gateway,
  ) {}

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
    for (const { phoneNumber } of this.sessions) {
      await eventually('the session online', () => this.sandbox.isOnline(phoneNumber), ONLINE_LIMIT_MS);
    }
  }

  /** What WhatsApp's server was handed by the sessions, and how often these could not decrypt what they got. */
  async routed(): Promise<{ routed: Routed[]; askedAgain: number }> {
    const limit = '200000';
    const all = await Promise.all(
      this.sessions.map(async ({ phoneNumber }) => ({
        out: await this.sandbox.messages({ from: phoneNumber, limit }),
        in: await this.sandbox.messages({ to: phoneNumber, limit }),
      })),
    );
    const routed = all.flatMap(({ out }) => out.map((message) => ({ ...message, chat: message.to })));
    const receipts = all.flatMap((session) => session.in.flatMap((message) => message.receipts));
    return { routed, askedAgain: receipts.filter(({ type }) => type === 'retry').length };
  }

  /** What the phone of a contact shows of its sessions. */
  async shown({ contact }: Chat): Promise<{ chat: string; text: string; id: string }[]> {
    const path = `/contacts/${contact.phoneNumber}/inbox`;
    const { messages } = await this.sandbox.call<{ messages: { id: string; text: string }[] }>('GET', path);
    return messages.map(({ id, text }) => ({ id, text, chat: contact.phoneNumber }));
  }

  told(): Told[] {
    const phones = new Map(
      this.chats.flatMap(
        ({ contact: { jid, lid, phoneNumber } }) =>
          [
            [jid, phoneNumber],
            [lid, phoneNumber],
          ] as const,
      ),
    );
    return this.receiver.deliveries.map((delivery) => toldBy(delivery, phones));
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

function toldBy({ headers, body }: Delivery, phones: Map<string, string>): Told {
  const { type, sessionId, sequence, data } = body as unknown as Told & { data: Record<string, string | null> };
  const chat = phones.get(data['chatId'] ?? '');
  const { messageId, text, status, detail } = data;
  return {
    ...{ webhookId: String(headers['webhook-id']), sessionId, sequence, type },
    ...(chat && { chat }),
    ...(messageId && { messageId }),
    ...(text && { text }),
    ...(status && { status }),
    ...(detail && { detail }),
  };
}
