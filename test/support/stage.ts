import type { Account, PairedSession } from './account.js';
import { Cluster, type Member } from './cluster.js';
import { eventually } from './eventually.js';
import { Receiver } from './receiver.js';
import { Sandbox } from './sandbox.js';
import { Traffic } from './traffic.js';

interface WireEvent {
  event: string;
  phoneNumber?: string;
  at: string;
}

/** A cluster with paired sessions, and WhatsApp and a customer around it. */
export class Stage {
  user!: Account;
  readonly sessions: PairedSession[] = [];
  private readonly flows: Traffic[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly receiver: Receiver,
    readonly cluster: Cluster,
  ) {}

  static async set(counts: { gateways: number; workers: number }, env: Record<string, string> = {}): Promise<Stage> {
    const sandbox = await Sandbox.start();
    const stage = new Stage(sandbox, await Receiver.start(), await Cluster.start(sandbox.wsUrl, env));
    const starting = [];
    for (let n = 0; n < counts.gateways; n++) starting.push(stage.cluster.gateway());
    for (let n = 0; n < counts.workers; n++) starting.push(stage.cluster.worker());
    await Promise.all(starting);
    stage.user = await stage.cluster.register();
    return stage;
  }

  async pair(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const options = { sessionId: `s${this.sessions.length}`, webhookUrl: this.receiver.url };
      this.sessions.push(await this.user.pair(this.sandbox, options));
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.flows.map((traffic) => traffic.stop()));
    await this.cluster.dispose();
    await this.sandbox.stop();
    await this.receiver.stop();
  }

  /** Messages in both directions on all sessions, from now on. */
  async traffic(everyMs: number): Promise<Traffic> {
    const contact = await this.sandbox.contact();
    const traffic = new Traffic(this.sandbox, this.user, this.sessions, contact, this.receiver);
    traffic.start(everyMs);
    this.flows.push(traffic);
    return traffic;
  }

  async workerOf(sessionId: string): Promise<string | undefined> {
    return (await this.user.get<{ worker: { workerId: string } | null }>(`/sessions/${sessionId}`)).worker?.workerId;
  }

  async sessionsOf(worker: Member): Promise<PairedSession[]> {
    const owners = await Promise.all(this.sessions.map(({ sessionId }) => this.workerOf(sessionId)));
    return this.sessions.filter((_, at) => owners[at] === worker.id);
  }

  /** What WhatsApp saw of one kind since then: `login`, or `replaced`, which is a 440. */
  async wire(event: string, since: number, sessions = this.sessions): Promise<WireEvent[]> {
    const { entries } = await this.sandbox.call<{ entries: WireEvent[] }>('GET', '/log');
    const numbers = new Set(sessions.map(({ phoneNumber }) => phoneNumber));
    return entries.filter(
      (entry) => entry.event === event && numbers.has(entry.phoneNumber ?? '') && Date.parse(entry.at) >= since,
    );
  }

  /** Waits until each is connected at another worker; gives the time from `since` to each one's login, in ms. */
  async connectedElsewhere(moved: PairedSession[], worker: Member, since: number, limitMs = 20_000): Promise<number[]> {
    return Promise.all(
      moved.map((session) =>
        eventually(
          `${session.sessionId} connected elsewhere`,
          async () => {
            const [login] = await this.wire('login', since, [session]);
            const owner = await this.workerOf(session.sessionId);
            if (!login || owner === undefined || owner === worker.id) return undefined;
            await this.user.status(session.sessionId, 'CONNECTED');
            return Date.parse(login.at) - since;
          },
          limitMs,
        ),
      ),
    );
  }

  /** Waits until WhatsApp sees each session's device, and the gateways know it. */
  async allConnected(): Promise<void> {
    await Promise.all(
      this.sessions.map(async ({ sessionId, phoneNumber }) => {
        await eventually(`the device of ${sessionId}`, () => this.sandbox.isOnline(phoneNumber), 30_000);
        await this.user.status(sessionId, 'CONNECTED', 30_000);
      }),
    );
  }
}
