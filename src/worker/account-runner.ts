import type { Desired, NumberAnswer, Pacing, PairingCodeAnswer, SessionStatus } from '../contracts/index.js';
import { DEFAULT_PACING } from '../contracts/index.js';
import { type AccountLog, type Brakes, type Claim, Fenced, LogDamaged, type Ownership } from '../mailbox/index.js';
import { AccountConnection, type ConnectionParts, notConnected } from './account-connection.js';
import { AccountState } from './account-state.js';
import type { ConnectQueue } from './connect-queue.service.js';
import { goesOn, PastEnds } from './past-ends.js';
import type { Verdict } from './reconnect-policy.js';
import { loggedOut, statusFact } from './session-status.js';
import { unlink } from './unlink.js';
import { fences, reconnects, stops } from './worker-metrics.js';
import type { Connection, ConnectionEnd } from './whatsapp/port.js';

/** One brake for all workers: WhatsApp refuses this version of the client. */
const OUTDATED_BRAKE = 'client-outdated';
const CLIENT_OUTDATED = 405;

export interface RunnerParts extends ConnectionParts {
  accountLog: AccountLog;
  ownership: Ownership;
  brakes: Brakes;
  connects: Pick<ConnectQueue, 'turn' | 'hurry' | 'leave'>;
  /** The URL of a session's proxy, from its sealed form. */
  openProxy: (sessionId: string, sealed: string) => string;
  /** False for the whole installation: no session paces. */
  pacing: boolean;
}

/** Why a connection ended when WhatsApp can not be reached. */
const UNREACHABLE: (string | null)[] = ['WHATSAPP_UNREACHABLE', 'CONNECTION_LOST'];

/** Why the account is to be let go: by wish of the gateway, by the end of this process, or because it was lost. */
type Ending = Exclude<Desired, 'on'> | 'shutdown' | 'lost';

/** The life of one claimed account, from reading its state to letting go of it: connect, reconnect, send, stop. */
export class AccountRunner {
  private state: AccountState | null = null;
  private current: AccountConnection | null = null;
  private ending: Ending | null = null;
  private interrupt: () => void = () => undefined;
  /** Ends what the old proxy is to blame for: a connection, or the wait for the next attempt. */
  private reconnect: () => void = () => undefined;
  /** Sealed. */
  private proxy: string | null = null;
  private readonly pastEnds = new PastEnds();
  /** A connect has been taken for the next owner. */
  private turnTaken = false;
  /** Of the newest end of a connection. */
  private lastReason: string | null = null;
  private pacing: Pacing = DEFAULT_PACING;

  constructor(
    private readonly parts: RunnerParts,
    private readonly claim: Claim,
  ) {}

  get sessionId(): string {
    return this.claim.sessionId;
  }

  get epoch(): bigint {
    return this.claim.epoch;
  }

  get isConnected(): boolean {
    return this.current?.wasOnline ?? false;
  }

  /** It is not connected, and was cut off from WhatsApp before. */
  get isCutOff(): boolean {
    return !this.isConnected && UNREACHABLE.includes(this.lastReason);
  }

  /** Runs until the account has been let go. Never rejects. */
  async run(): Promise<void> {
    const { log, ownership } = this.parts;
    try {
      this.want(this.claim);
      this.state = await this.openState();
      if (this.ending === 'logged_out') await this.logOut();
      else await this.stayConnected();
      await this.state.close();
    } catch (err) {
      if (err instanceof LogDamaged) await this.reportDamage(err);
      log.warn({ err, sessionId: this.sessionId, epoch: String(this.epoch) }, 'account given up');
    } finally {
      this.parts.connects.leave(this.sessionId);
      await ownership.release(this.claim, this.turnTaken).catch((err: unknown) => {
        log.warn({ err, sessionId: this.sessionId }, 'account could not be released');
      });
    }
  }

  /** The gateway's wish. Anything but `on` ends the run. */
  want({ desired, pacing, proxy }: Pick<Claim, 'desired' | 'pacing' | 'proxy'>): void {
    this.pacing = { ...DEFAULT_PACING, ...pacing };
    if (!this.parts.pacing) this.pacing.enabled = false;
    const reconnects = proxy !== this.proxy;
    this.proxy = proxy;
    if (reconnects) this.reconnect();
    if (desired !== 'on') this.end(desired);
  }

  /** The process ends: let go without a word to WhatsApp but the end of the socket. */
  shutdown(): void {
    this.end('shutdown');
  }

  /** Another worker is to have the account. It is let go when it can be connected there: until then it stays connected here. */
  async moveAway(): Promise<void> {
    if (this.current) {
      await this.parts.connects.turn(this.sessionId, false);
      this.turnTaken = true;
    }
    this.shutdown();
  }

  /** Another owner has the account, or it is gone. */
  lose(): void {
    if (this.ending !== 'lost') fences.inc();
    this.end('lost');
  }

  nudgeMedia(): void {
    this.current?.nudgeMedia();
  }

  nudgeOutbox(): void {
    this.current?.nudgeOutbox();
    this.parts.connects.hurry(this.sessionId);
  }

  /** The connection, for live questions. Throws SESSION_NOT_CONNECTED while the account is not logged in. */
  get connected(): Connection {
    return this.here.connected;
  }

  async pairingCode(phoneNumber: string): Promise<PairingCodeAnswer> {
    return this.here.pairingCode(phoneNumber);
  }

  async checkNumbers(numbers: string[]): Promise<NumberAnswer[]> {
    return this.here.checkNumbers(numbers);
  }

  private get here(): AccountConnection {
    if (this.current) return this.current;
    throw notConnected(this.sessionId);
  }

  private end(ending: Ending): void {
    if (this.ending && this.ending !== 'shutdown') return;
    this.ending = ending;
    this.interrupt();
  }

  private openState(): Promise<AccountState> {
    const { accountLog, outbox, log } = this.parts;
    const stores = {
      log: accountLog,
      sentMessage: (id: string) => outbox.find(this.sessionId, id),
      sentWire: (id: string) => outbox.wire(this.sessionId, id),
    };
    return AccountState.open(stores, this.claim, {
      lost: (err) => {
        log.warn(
          { err, sessionId: this.sessionId },
          err instanceof Fenced ? 'account lost' : 'account state not writable',
        );
        this.lose();
      },
      factsCommitted: () => this.parts.factsCommitted(this.sessionId),
    });
  }

  private async stayConnected(): Promise<void> {
    let hasTurn = this.claim.hasTurn;
    this.reportStatus('CONNECTING', null, 'Connecting to WhatsApp.');
    while (!this.ending) {
      if (await this.heldByBrake()) continue;
      if (!hasTurn) await this.turnToConnect();
      if (this.ending) break;
      const { proxy } = this;
      const { end, onlineMs } = await this.connectOnce();
      if (this.ending) break;
      hasTurn = this.proxy === proxy && goesOn(end);
      if (this.proxy !== proxy) {
        this.pastEnds.forget();
        this.reportStatus('CONNECTING', 'PROXY_CHANGED', 'The proxy was changed.');
        continue;
      }
      const verdict = this.pastEnds.after(end, onlineMs);
      this.parts.log.info({ sessionId: this.sessionId, code: end.code, detail: end.detail }, 'connection ended');
      if (verdict.kind === 'stop') return this.giveUp(verdict, end);
      this.lastReason = verdict.reason;
      reconnects.inc({ reason: verdict.reason ?? 'RESTART' });
      if (end.code === CLIENT_OUTDATED) await this.parts.brakes.engage(OUTDATED_BRAKE, verdict.delayMs);
      if (verdict.reason) this.reportStatus('CONNECTING', verdict.reason, verdict.message, end.code);
      await this.pause(verdict.delayMs);
    }
    await this.leave();
  }

  /** While WhatsApp wants a newer client, one connection of all workers tries, and the others wait. */
  private async heldByBrake(): Promise<boolean> {
    const waitMs = await this.parts.brakes.waitMs(OUTDATED_BRAKE);
    if (waitMs === null) return false;
    const message = `WhatsApp wants a newer client version. Next attempt in ${Math.ceil(waitMs / 1000)} s.`;
    this.reportStatus('CONNECTING', 'CLIENT_OUTDATED', message);
    await this.pause(waitMs);
    return true;
  }

  /** Waits until the cluster has a connect left for this account, or the account is to be let go. */
  private async turnToConnect(): Promise<void> {
    const { connects, outbox } = this.parts;
    const turn = connects.turn(this.sessionId, await outbox.hasMessages(this.sessionId));
    this.interrupt = () => connects.leave(this.sessionId);
    if (this.ending) this.interrupt();
    await turn;
  }

  /** One connection, from its start to its end; `onlineMs` is 0 when it never came to a login. */
  private async connectOnce(): Promise<{ end: ConnectionEnd; onlineMs: number }> {
    const { parts, claim } = this;
    const state = this.require();
    state.proveOwnership();
    const startedAt = Date.now();
    const onOpen = () => void parts.brakes.release(OUTDATED_BRAKE).catch(() => undefined);
    const pacing = () => this.pacing;
    const current = new AccountConnection(parts, { claim, state, pacing, proxy: this.openedProxy, onOpen });
    this.current = current;
    this.interrupt = () => void this.close(current);
    this.reconnect = this.interrupt;
    if (this.ending) this.interrupt();
    const end = await current.ended();
    this.reconnect = () => undefined;
    this.current = null;
    return { end, onlineMs: current.wasOnline ? Date.now() - startedAt : 0 };
  }

  private get openedProxy(): string | null {
    return this.proxy && this.parts.openProxy(this.sessionId, this.proxy);
  }

  private async close(current: AccountConnection): Promise<void> {
    if (this.ending !== 'lost') await current.stopSending();
    if (this.ending === 'logged_out') await current.logout();
    else await current.close();
  }

  private async giveUp(verdict: Verdict & { kind: 'stop' }, { code }: ConnectionEnd): Promise<void> {
    stops.inc({ reason: verdict.reason });
    const fact = statusFact(verdict.status, verdict.reason, verdict.message, code);
    if (verdict.erase) return this.require().erase([fact]);
    this.require().report(fact);
    await this.require().barrier();
    await this.parts.ownership.giveUp(this.claim);
  }

  /** After the last connection: what the sessions' owner is to know. */
  private async leave(): Promise<void> {
    switch (this.ending) {
      case 'off':
        return this.reportStatus('DISCONNECTED', 'STOPPED', 'The session was stopped.');
      case 'logged_out':
        return this.forgetKeys();
      case 'shutdown':
        return this.reportStatus('CONNECTING', 'WORKER_STOPPING', 'The worker is stopping; another run takes over.');
      case 'lost':
      case null:
        return;
    }
  }

  /** Taken only to be logged out. */
  private async logOut(): Promise<void> {
    const state = this.require();
    state.proveOwnership();
    await unlink((events) => this.parts.whatsapp.connect(state, events, this.openedProxy));
    await this.forgetKeys();
  }

  private forgetKeys(): Promise<void> {
    return this.require().erase([loggedOut()]);
  }

  private async reportDamage(err: LogDamaged): Promise<void> {
    const message = 'The stored keys of this session are damaged. Log it out and pair it again.';
    this.parts.log.error({ err, sessionId: this.sessionId }, 'stored account state is damaged');
    if (this.claim.desired === 'logged_out') return this.parts.accountLog.erase(this.claim, [loggedOut()]);
    await this.parts.ownership.giveUp(this.claim, [statusFact('DISCONNECTED', 'STATE_DAMAGED', message)]);
    this.parts.factsCommitted(this.sessionId);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
      this.reconnect = this.interrupt;
      if (this.ending) this.interrupt();
    });
  }

  private reportStatus(status: SessionStatus, reason: string | null, message: string, code?: number): void {
    this.require().report(statusFact(status, reason, message, code));
  }

  private require(): AccountState {
    if (!this.state) throw new Error('the account state is not open');
    return this.state;
  }
}
