import { check, type Verdict } from '../faults/checker.js';
import { seededRandom } from '../faults/schedule.js';
import { Traffic } from '../faults/traffic.js';
import type { Account, PairedSession } from './account.js';
import { Cluster, type Member } from './cluster.js';
import { eventually } from './eventually.js';
import { Parties } from './parties.js';
import { Receiver } from './receiver.js';
import { Sandbox } from './sandbox.js';

interface WireEvent {
  event: string;
  phoneNumber?: string;
  at: string;
}

/** One message per session and direction in this time: 20 a second over 30 sessions. */
const EVERY_MS = 3_000;
/** Looking costs the processor that the cluster needs. */
const LOOK_MS = 200;
const CONNECTED_LIMIT_MS = 30_000;

/** A cluster with paired sessions, and WhatsApp, contacts and a customer around it. */
export class Stage extends Parties {
  readonly traffic: Traffic;
  /** The administrator. */
  user!: Account;

  private constructor(
    sandbox: Sandbox,
    receiver: Receiver,
    readonly cluster: Cluster,
  ) {
    super(sandbox, receiver);
    this.traffic = new Traffic(this, { random: seededRandom(1), everyMs: EVERY_MS });
  }

  static async set(counts: { gateways: number; workers: number }, env: Record<string, string> = {}): Promise<Stage> {
    const sandbox = await Sandbox.start();
    const stage = new Stage(sandbox, await Receiver.start(), await Cluster.start(sandbox.wsUrl, env));
    const starting = [];
    for (let n = 0; n < counts.gateways; n++) starting.push(stage.cluster.gateway());
    for (let n = 0; n < counts.workers; n++) starting.push(stage.cluster.worker());
    await Promise.all(starting);
    stage.user = await stage.cluster.register();
    await stage.user.post('/webhooks', { url: stage.receiver.url });
    return stage;
  }

  /** Sessions that are connected, with one contact each. */
  async pair(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const session = await this.user.pair(this.sandbox, { sessionId: `s${this.sessions.length}` });
      this.sessions.push(session);
      this.chats.push({ session, contact: await this.sandbox.contact(), caller: this.user });
    }
  }

  async dispose(): Promise<void> {
    await this.traffic.stop();
    await this.cluster.dispose();
    await this.sandbox.stop();
    await this.receiver.stop();
  }

  /** Ends the traffic, waits until all is quiet, and compares the ledgers since the beginning. */
  async reckon(): Promise<Verdict> {
    await this.traffic.settle();
    return check(await this.ledgers(this.traffic));
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

  /** How long each was without a connection to WhatsApp since then, in ms. */
  async gaps(sessions: PairedSession[], since: number): Promise<number[]> {
    const [ends, logins] = await Promise.all([
      this.wire('disconnected', since, sessions),
      this.wire('login', since, sessions),
    ]);
    return sessions.map(({ phoneNumber }) => {
      const [end, login] = [ends, logins].map((events) => events.find((event) => event.phoneNumber === phoneNumber));
      return Date.parse(login?.at ?? '') - Date.parse(end?.at ?? '');
    });
  }

  /** Waits until each is connected at another worker; gives the time from `since` to each one's login, in ms. */
  async connectedElsewhere(moved: PairedSession[], worker: Member, since: number): Promise<number[]> {
    const logins = await eventually(
      `${moved.length} logins`,
      async () => {
        const first = new Map(
          (await this.wire('login', since, moved)).reverse().map((one) => [one.phoneNumber, one.at]),
        );
        return first.size === moved.length && [...first.values()];
      },
      CONNECTED_LIMIT_MS,
      LOOK_MS,
    );
    await this.allConnected(moved);
    expect((await this.sessionsOf(worker)).filter((session) => moved.includes(session))).toEqual([]);
    return logins.map((at) => Date.parse(at) - since);
  }

  /** Moves so many sessions there. */
  async gather(worker: Member, count: number): Promise<PairedSession[]> {
    const gathered = this.sessions.slice(0, count);
    for (const { sessionId } of gathered) {
      await this.user.post(`/sessions/${sessionId}/migrate`, { workerId: worker.id });
    }
    const there = async () => (await this.sessionsOf(worker)).length >= count;
    await eventually(`${count} sessions there`, there, CONNECTED_LIMIT_MS, LOOK_MS);
    await this.allConnected();
    return gathered;
  }

  /** Waits until WhatsApp sees each session's device, and the gateways know it. */
  async allConnected(sessions = this.sessions): Promise<void> {
    for (const { sessionId, phoneNumber } of sessions) {
      await eventually(`the device of ${sessionId}`, () => this.sandbox.isOnline(phoneNumber), CONNECTED_LIMIT_MS);
      await this.user.status(sessionId, 'CONNECTED', CONNECTED_LIMIT_MS);
    }
  }
}
