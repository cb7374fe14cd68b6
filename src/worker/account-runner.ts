import type { Desired, InboxFact, NumberAnswer, Pacing, PairingCodeAnswer, SessionStatus } from '../contracts/index.js';
import { DEFAULT_PACING, Problem } from '../contracts/index.js';
import {
  type AccountLog,
  type Brakes,
  Fenced,
  LogDamaged,
  type Claim,
  type Inbox,
  type KnownNumbers,
  type MediaFetches,
  type ObjectRemovals,
  type Outbox,
  type Ownership,
} from '../mailbox/index.js';
import type { Log } from '../platform/logging/index.js';
import type { MediaBodies } from '../platform/media/index.js';
import { AccountState } from './account-state.js';
import type { ConnectQueue } from './connect-queue.service.js';
import { MediaFetcher } from './media/media-fetcher.js';
import { admitNumberChecks } from './number-checks.js';
import { OutboxDrain } from './outbox-drain.js';
import { Pace } from './pace.js';
import { PresenceReports } from './presence-reports.js';
import { afterEnd, STABLE_AFTER_MS, type Verdict } from './reconnect-policy.js';
import type { Connection, ConnectionEnd, ConnectionEvents, WhatsApp } from './whatsapp/port.js';

/** One brake for all workers: WhatsApp refuses this version of the client. */
const OUTDATED_BRAKE = 'client-outdated';
const CLIENT_OUTDATED = 405;
/** Not an end: the same login goes on over a new connection. */
const RESTART_REQUIRED = 515;
/** How long a logout waits for a connection before the keys are simply forgotten here. */
const LOGOUT_LIMIT_MS = 15_000;
/** How long the message in flight may take when the account is let go. */
const LAST_SEND_LIMIT_MS = 5_000;
/** Sending begins this long after login at the latest, even when WhatsApp never says that the backlog is through. */
const READY_LIMIT_MS = 10_000;

export interface RunnerParts {
  log: Log;
  accountLog: AccountLog;
  outbox: Outbox;
  ownership: Ownership;
  whatsapp: WhatsApp;
  brakes: Brakes;
  numbers: Pick<KnownNumbers, 'tell'>;
  inbox: Pick<Inbox, 'hint'>;
  connects: Pick<ConnectQueue, 'turn' | 'hurry' | 'leave'>;
  /** What brings the files of received messages here. */
  media: { fetches: MediaFetches; removals: ObjectRemovals; bodies: MediaBodies };
  /** The URL of a session's proxy, from its sealed form. */
  openProxy: (sessionId: string, sealed: string) => string;
  /** False for the whole installation: no session paces. */
  pacing: boolean;
  /** Facts were committed: there is something for the gateways. */
  factsCommitted: (sessionId: string) => void;
}

type StatusFact = Extract<InboxFact, { kind: 'session.status' }>;

/** Why the account is to be let go: by wish of the gateway, by the end of this process, or because it was lost. */
type Ending = Exclude<Desired, 'on'> | 'shutdown' | 'lost';

/** The life of one claimed account, from reading its state to letting go of it: connect, reconnect, send, stop. */
export class AccountRunner {
  private state: AccountState | null = null;
  private connection: Connection | null = null;
  private drain: OutboxDrain | null = null;
  private fetcher: MediaFetcher | null = null;
  private online = false;
  private scanning = false;
  private ending: Ending | null = null;
  private interrupt: () => void = () => undefined;
  /** Ends what the old proxy is to blame for: a connection, or the wait for the next attempt. */
  private reconnect: () => void = () => undefined;
  /** Sealed. */
  private proxy: string | null = null;
  private readonly conflicts: number[] = [];
  /** A connect has been taken for the next owner. */
  private turnTaken = false;
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
    if (this.connection) {
      await this.parts.connects.turn(this.sessionId, false);
      this.turnTaken = true;
    }
    this.shutdown();
  }

  /** Another owner has the account, or it is gone. */
  lose(): void {
    this.end('lost');
  }

  nudgeMedia(): void {
    this.fetcher?.nudge();
  }

  nudgeOutbox(): void {
    this.drain?.nudge();
    this.parts.connects.hurry(this.sessionId);
  }

  /** The connection, for live questions. Throws SESSION_NOT_CONNECTED while the account is not logged in. */
  get connected(): Connection {
    if (this.connection && this.online) return this.connection;
    throw new Problem('SESSION_NOT_CONNECTED', `The session "${this.sessionId}" is not connected to WhatsApp.`);
  }

  async pairingCode(phoneNumber: string): Promise<PairingCodeAnswer> {
    if (!this.connection || !this.scanning) {
      throw new Problem('SESSION_NOT_CONNECTED', `session ${this.sessionId} is not waiting to be paired`);
    }
    return this.connection.pairingCode(phoneNumber);
  }

  /** Throws RATE_LIMITED when this account has asked for too many numbers. */
  async checkNumbers(numbers: string[]): Promise<NumberAnswer[]> {
    const { people } = this.connected;
    admitNumberChecks(this.require(), numbers.length, Date.now());
    return people.numbers(numbers);
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
    let failuresInRow = 0;
    let goesOn = this.claim.hasTurn;
    this.reportStatus('CONNECTING', null, 'Connecting to WhatsApp.');
    while (!this.ending) {
      if (await this.heldByBrake()) continue;
      if (!goesOn) await this.turnToConnect();
      if (this.ending) break;
      const startedAt = Date.now();
      const { proxy } = this;
      const end = await this.connectOnce();
      if (this.ending) break;
      if (this.proxy !== proxy) {
        failuresInRow = 0;
        goesOn = false;
        this.reportStatus('CONNECTING', 'PROXY_CHANGED', 'The proxy was changed.');
        continue;
      }
      if (this.online && Date.now() - startedAt > STABLE_AFTER_MS) failuresInRow = 0;
      const verdict = this.judge(end, failuresInRow);
      goesOn = end.code === RESTART_REQUIRED;
      if (!goesOn) failuresInRow++;
      this.parts.log.info({ sessionId: this.sessionId, code: end.code, detail: end.detail }, 'connection ended');
      if (verdict.kind === 'stop') return this.giveUp(verdict);
      if (end.code === CLIENT_OUTDATED) await this.parts.brakes.engage(OUTDATED_BRAKE, verdict.delayMs);
      if (verdict.reason) this.reportStatus('CONNECTING', verdict.reason, verdict.message);
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

  /** One connection, from its start to its end. */
  private async connectOnce(): Promise<ConnectionEnd> {
    this.online = false;
    this.scanning = false;
    const state = this.require();
    state.proveOwnership();
    const pace = new Pace(state, () => this.pacing);
    let backlogTaken = false;
    let readyTimer: NodeJS.Timeout | undefined;
    const connection = this.connect({
      qr: (qr, expiresAt) => {
        this.scanning = true;
        this.report({ kind: 'session.qr', payload: { qr, expiresAt: expiresAt.toISOString(), at: now() } });
      },
      open: () => {
        this.online = true;
        this.scanning = false;
        this.reportConnected(pace.lockedUntil());
        fetcher.start();
        void this.parts.brakes.release(OUTDATED_BRAKE).catch(() => undefined);
        if (backlogTaken) drain.start();
        else readyTimer = setTimeout(() => drain.start(), READY_LIMIT_MS);
      },
      ready: () => {
        backlogTaken = true;
        if (this.online) drain.start();
      },
      acknowledged: (messageId, error) => drain.acknowledged(messageId, error),
      presence: (seen) => presences.note(seen),
      restricted: (until) => {
        if (until === false) pace.unlock();
        else pace.lock(until);
        if (this.online) this.reportConnected(pace.lockedUntil());
      },
    });
    const drain = new OutboxDrain({
      state,
      connection,
      outbox: this.parts.outbox,
      claim: this.claim,
      numbers: this.parts.numbers,
      pace,
      typing: () => this.pacing.enabled && this.pacing.typing,
      log: this.parts.log,
    });
    const fetcher = new MediaFetcher({
      ...this.parts.media,
      claim: this.claim,
      state,
      connection,
      log: this.parts.log,
    });
    const presences = new PresenceReports({
      claim: this.claim,
      inbox: this.parts.inbox,
      told: () => this.parts.factsCommitted(this.sessionId),
      log: this.parts.log,
    });
    this.connection = connection;
    this.fetcher = fetcher;
    this.drain = drain;
    this.interrupt = () => void this.closeConnection(connection, drain);
    this.reconnect = this.interrupt;
    if (this.ending) this.interrupt();
    const end = await connection.ended;
    this.reconnect = () => undefined;
    clearTimeout(readyTimer);
    drain.abandon();
    presences.stop();
    await fetcher.stop();
    this.connection = null;
    this.drain = null;
    this.fetcher = null;
    this.scanning = false;
    return end;
  }

  private connect(events: ConnectionEvents): Connection {
    const proxy = this.proxy && this.parts.openProxy(this.sessionId, this.proxy);
    return this.parts.whatsapp.connect(this.require(), events, proxy);
  }

  private async closeConnection(connection: Connection, drain: OutboxDrain): Promise<void> {
    if (this.ending !== 'lost') await drain.stop(LAST_SEND_LIMIT_MS);
    if (this.ending === 'logged_out' && this.online) await connection.logout();
    else await connection.close();
  }

  private judge(end: ConnectionEnd, failuresInRow: number): Verdict {
    const minuteAgo = Date.now() - 60_000;
    if (end.code === 440) this.conflicts.push(Date.now());
    while (this.conflicts[0] !== undefined && this.conflicts[0] < minuteAgo) this.conflicts.shift();
    return afterEnd(end, { failuresInRow, conflictsLastMinute: this.conflicts.length }, Math.random());
  }

  private async giveUp(verdict: Verdict & { kind: 'stop' }): Promise<void> {
    const fact = statusFact(verdict.status, verdict.reason, verdict.message);
    if (verdict.erase) return this.require().erase([fact]);
    this.report(fact);
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

  /** Taken only to be logged out: connects for that, if the account is paired and WhatsApp can be reached. */
  private async logOut(): Promise<void> {
    const state = this.require();
    state.proveOwnership();
    const limit = setTimeout(() => void connection.close(), LOGOUT_LIMIT_MS);
    const connection = this.connect({
      qr: () => void connection.close(),
      open: () => void connection.logout(),
      ready: () => undefined,
      acknowledged: () => undefined,
      presence: () => undefined,
      restricted: () => undefined,
    });
    await connection.ended;
    clearTimeout(limit);
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

  private report(fact: InboxFact): void {
    this.require().report(fact);
  }

  private reportConnected(restrictedUntil: Date | null): void {
    if (!restrictedUntil) return this.reportStatus('CONNECTED', null, 'Connected.');
    const until = restrictedUntil.toISOString();
    const message = `Connected. Until ${until} WhatsApp lets this account write to known chats only.`;
    const fact = statusFact('CONNECTED', 'REACHOUT_TIMELOCK', message);
    this.report({ ...fact, payload: { ...fact.payload, restrictedUntil: until } });
  }

  private reportStatus(status: SessionStatus, reason: string | null, message: string): void {
    this.report(statusFact(status, reason, message));
  }

  private require(): AccountState {
    if (!this.state) throw new Error('the account state is not open');
    return this.state;
  }
}

function statusFact(status: SessionStatus, reason: string | null, message: string): StatusFact {
  return { kind: 'session.status', payload: { status, reason, message, at: now() } };
}

function loggedOut(): InboxFact {
  return statusFact('LOGGED_OUT', 'LOGGED_OUT', 'The session was logged out.');
}

function now(): string {
  return new Date().toISOString();
}
