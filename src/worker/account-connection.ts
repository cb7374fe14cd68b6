import { type NumberAnswer, type Pacing, type PairingCodeAnswer, Problem } from '../contracts/index.js';
import type { Claim, Inbox, KnownNumbers, MediaFetches, ObjectRemovals, Outbox } from '../mailbox/index.js';
import type { Log } from '../platform/logging/index.js';
import { secondsSince } from '../platform/metrics/index.js';
import type { MediaBodies } from '../platform/media/index.js';
import type { AccountState } from './account-state.js';
import { MediaFetcher } from './media/media-fetcher.js';
import { admitNumberChecks } from './number-checks.js';
import { OutboxDrain } from './outbox-drain.js';
import { Pace } from './pace.js';
import { PresenceReports } from './presence-reports.js';
import { connected } from './session-status.js';
import { connectDuration, connectedSessions, connects } from './worker-metrics.js';
import type { Connection, ConnectionEnd, ConnectionEvents, WhatsApp } from './whatsapp/port.js';

/** How long the message in flight may take when the account is let go. */
const LAST_SEND_LIMIT_MS = 5_000;
/** Sending begins this long after login at the latest, even when WhatsApp never says that the backlog is through. */
const READY_LIMIT_MS = 10_000;

export interface ConnectionParts {
  log: Log;
  outbox: Outbox;
  whatsapp: WhatsApp;
  numbers: Pick<KnownNumbers, 'tell'>;
  inbox: Pick<Inbox, 'hint'>;
  /** What brings the files of received messages here. */
  media: { fetches: MediaFetches; removals: ObjectRemovals; bodies: MediaBodies };
  /** Facts were committed: there is something for the gateways. */
  factsCommitted: (sessionId: string) => void;
}

/** The account that a connection is for. */
export interface ConnectedAccount {
  claim: Claim;
  state: AccountState;
  pacing: () => Pacing;
  /** The URL of its proxy; null: directly. */
  proxy: string | null;
  /** It is logged in. */
  onOpen: () => void;
}

/** One connection of an account, from its start to its end, with all that works over it: sending, files, presence. */
export class AccountConnection {
  private readonly connection: Connection;
  private readonly pace: Pace;
  private readonly drain: OutboxDrain;
  private readonly fetcher: MediaFetcher;
  private readonly presences: PresenceReports;
  private readonly startedAt = performance.now();
  private online = false;
  private scanning = false;
  private backlogTaken = false;
  private readyTimer: NodeJS.Timeout | undefined;

  constructor(
    parts: ConnectionParts,
    private readonly account: ConnectedAccount,
  ) {
    const { log, outbox, numbers, inbox, whatsapp } = parts;
    const { claim, state, pacing, proxy } = account;
    this.pace = new Pace(state, pacing);
    const connection = whatsapp.connect(state, this.events(), proxy);
    const typing = () => pacing().enabled && pacing().typing;
    const told = () => parts.factsCommitted(claim.sessionId);
    this.connection = connection;
    this.drain = new OutboxDrain({ state, connection, outbox, claim, numbers, pace: this.pace, typing, log });
    this.fetcher = new MediaFetcher({ ...parts.media, claim, state, connection, log });
    this.presences = new PresenceReports({ claim, inbox, told, log });
  }

  /** Whether it came to a login. */
  get wasOnline(): boolean {
    return this.online;
  }

  /** For live questions. Throws SESSION_NOT_CONNECTED while the account is not logged in. */
  get connected(): Connection {
    if (this.online) return this.connection;
    throw notConnected(this.account.claim.sessionId);
  }

  pairingCode(phoneNumber: string): Promise<PairingCodeAnswer> {
    if (this.scanning) return this.connection.pairingCode(phoneNumber);
    const detail = `session ${this.account.claim.sessionId} is not waiting to be paired`;
    throw new Problem('SESSION_NOT_CONNECTED', detail);
  }

  /** Throws RATE_LIMITED when this account has asked for too many numbers. */
  async checkNumbers(numbers: string[]): Promise<NumberAnswer[]> {
    const { people } = this.connected;
    admitNumberChecks(this.account.state, numbers.length, Date.now());
    return people.numbers(numbers);
  }

  nudgeMedia(): void {
    this.fetcher.nudge();
  }

  nudgeOutbox(): void {
    this.drain.nudge();
  }

  /** Resolves when it is over, and nothing works over it any more. */
  async ended(): Promise<ConnectionEnd> {
    const end = await this.connection.ended;
    if (this.online) connectedSessions.dec();
    clearTimeout(this.readyTimer);
    this.drain.abandon();
    this.presences.stop();
    await this.fetcher.stop();
    return end;
  }

  /** Sends nothing more, when the message in flight is through. */
  stopSending(): Promise<void> {
    return this.drain.stop(LAST_SEND_LIMIT_MS);
  }

  /** Unlinks the device, if it is logged in, and ends. */
  logout(): Promise<void> {
    return this.online ? this.connection.logout() : this.connection.close();
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private events(): ConnectionEvents {
    const { state } = this.account;
    return {
      qr: (qr, expiresAt) => {
        this.scanning = true;
        const payload = { qr, expiresAt: expiresAt.toISOString(), at: new Date().toISOString() };
        state.report({ kind: 'session.qr', payload });
      },
      open: () => this.onOpen(),
      ready: () => {
        this.backlogTaken = true;
        if (this.online) this.drain.start();
      },
      acknowledged: (messageId, error) => this.drain.acknowledged(messageId, error),
      presence: (seen) => this.presences.note(seen),
      restricted: (until) => {
        if (until === false) this.pace.unlock();
        else this.pace.lock(until);
        if (this.online) state.report(connected(this.pace.lockedUntil()));
      },
    };
  }

  private onOpen(): void {
    this.measureLogin();
    this.online = true;
    this.scanning = false;
    this.account.state.report(connected(this.pace.lockedUntil()));
    this.fetcher.start();
    this.account.onOpen();
    if (this.backlogTaken) this.drain.start();
    else this.readyTimer = setTimeout(() => this.drain.start(), READY_LIMIT_MS);
  }

  private measureLogin(): void {
    if (this.online) return;
    connects.inc();
    connectedSessions.inc();
    connectDuration.observe(secondsSince(this.startedAt));
  }
}

export function notConnected(sessionId: string): Problem {
  return new Problem('SESSION_NOT_CONNECTED', `The session "${sessionId}" is not connected to WhatsApp.`);
}
