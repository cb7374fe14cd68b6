import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Account, PairedSession } from '../support/account.js';
import { Cluster, type Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { newGroup } from '../support/groups.js';
import { Line } from '../support/line.js';
import { Parties } from '../support/parties.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';

const COLLECTABLE = `--import=${pathToFileURL('test/soak/collect-on-signal.mjs').href}`;
const PAIRINGS_AT_ONCE = 2;
/** A busy machine may be too slow for a code, which is good for seconds; there is another one. */
const SCANS = 4;
/** One chat of so many has a group besides. */
const GROUP_EVERY = 4;
const CONNECTED_LIMIT_MS = 120_000;
const LOOK_MS = 200;

type Store = 'database' | 'redis';

/**
 * Two gateways and three workers, each with lines of its own to its stores. One of each lives through the run, so that its memory can be
 * watched; the steady worker has room for its share of the sessions and no more, so that it is not given those of the others.
 */
export class SoakStage extends Parties {
  user!: Account;
  steadyGateway!: Member;
  steadyWorker!: Member;
  readonly gateways: Member[] = [];
  readonly workers: Member[] = [];
  private readonly lines = new Map<Member, Record<Store, Line>>();

  private constructor(
    sandbox: Sandbox,
    receiver: Receiver,
    readonly cluster: Cluster,
  ) {
    super(sandbox, receiver);
  }

  static async set(sessions: number): Promise<SoakStage> {
    const sandbox = await Sandbox.start();
    const env = { NODE_OPTIONS: COLLECTABLE, NODE_EXTRA_CA_CERTS: sandbox.caFile };
    const stage = new SoakStage(sandbox, await Receiver.start(), await Cluster.start(sandbox.wsUrl, env));
    try {
      await stage.fill(sessions);
      return stage;
    } catch (error) {
      await stage.dispose();
      throw error;
    }
  }

  /** Takes a store away from a process for a while. */
  async without(member: Member, store: Store, ms: number): Promise<void> {
    const line = this.lines.get(member)![store];
    await line.cut();
    await sleep(ms);
    await line.restore();
  }

  /** Waits until WhatsApp sees the device of every session. */
  async allConnected(): Promise<void> {
    for (const { sessionId, phoneNumber } of this.sessions) {
      const online = () => this.sandbox.isOnline(phoneNumber);
      await eventually(`the device of ${sessionId}`, online, CONNECTED_LIMIT_MS, LOOK_MS);
    }
  }

  async dispose(): Promise<void> {
    await this.cluster.dispose();
    await this.sandbox.stop();
    await this.receiver.stop();
    for (const lines of this.lines.values()) await Promise.all(Object.values(lines).map((line) => line.cut()));
  }

  private async fill(sessions: number): Promise<void> {
    const others = { WORKER_MAX_SESSIONS: String(sessions) };
    this.steadyGateway = await this.member('gateway');
    this.steadyWorker = await this.member('worker', { WORKER_MAX_SESSIONS: String(Math.ceil(sessions / 3)) });
    this.gateways.push(await this.member('gateway'));
    this.workers.push(await this.member('worker', others), await this.member('worker', others));
    this.user = await this.cluster.register();
    await this.user.post('/webhooks', { url: this.receiver.url });
    await this.pair(sessions);
  }

  private async member(role: 'gateway' | 'worker', env: Record<string, string> = {}): Promise<Member> {
    const { cluster } = this;
    const url = cluster.env[role === 'worker' ? 'WORKER_DATABASE_URL' : 'DATABASE_URL'] ?? '';
    const lines = { database: await Line.to(url), redis: await Line.to(cluster.redis.url) };
    const stores = { DATABASE_URL: lines.database.url, REDIS_URL: lines.redis.url, ...env };
    const member = await cluster[role](stores);
    this.lines.set(member, lines);
    return member;
  }

  private async pair(count: number): Promise<void> {
    let next = 0;
    const lane = async () => {
      while (next < count) await this.pairOne(next++);
    };
    await Promise.all(Array.from({ length: PAIRINGS_AT_ONCE }, lane));
  }

  private async pairOne(n: number): Promise<void> {
    const session = await this.pairedSession(`s${n}`);
    const contact = await this.sandbox.contact();
    const group = n % GROUP_EVERY === 0 ? await newGroup(this.sandbox, contact, [session]) : undefined;
    this.sessions.push(session);
    this.chats.push({ session, contact, caller: this.user, ...(group && { group }) });
  }

  private async pairedSession(sessionId: string): Promise<PairedSession> {
    const { apiKey } = await this.user.post<{ apiKey: string }>('/sessions', { sessionId });
    for (let scan = 1; ; scan++) {
      try {
        const { qr } = await this.user.post<{ qr: string }>(`/sessions/${sessionId}/connect`);
        const phoneNumber = await this.sandbox.scan(qr);
        await this.user.status(sessionId, 'CONNECTED', CONNECTED_LIMIT_MS);
        return { sessionId, apiKey, phoneNumber };
      } catch (error) {
        if (scan === SCANS) throw error;
      }
    }
  }
}
