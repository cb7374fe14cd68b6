import type { Readable } from 'node:stream';
import makeWASocket, { type ConnectionState, type WASocket } from '@whiskeysockets/baileys';
import type { InboxFact, MediaOrigin, MediaSource, OutboxMessage, PairingCodeAnswer } from '../../contracts/index.js';
import type { Log } from '../../platform/logging/index.js';
import { endsWithin } from '../../platform/loop/index.js';
import type { SealedObjects } from '../../platform/object-store/index.js';
import type { AccountPort, Changes, Connection, ConnectionEnd, ConnectionEvents } from '../whatsapp/port.js';
import { authStateOf, credsRecord, isPaired, ownAddresses } from './account-keys.js';
import { Acknowledgements } from './acknowledgements.js';
import { CallAnswers } from './call-answers.js';
import { ChannelAnswers } from './channel-answers.js';
import { ChatAnswers } from './chat-answers.js';
import { endOf } from './connection-end.js';
import { Envelopes } from './durable-signal.js';
import { GroupAnswers } from './group-answers.js';
import { GroupChats } from './group-chats.js';
import { HistoryImport } from './history/history-import.js';
import { hearMessages } from './inbound-stanzas.js';
import { closeQuickly, rawSocket, remembersNoMessages, tap } from './internals.js';
import { Journal } from './journal.js';
import { BaileysLabels } from './labels.js';
import { openReceivedMedia } from './media-download.js';
import { OwnDevices } from './own-devices.js';
import { OutgoingMessages } from './outgoing-messages.js';
import { type FrameSink, gateOutput } from './output-gate.js';
import { Pairing } from './pairing.js';
import { BaileysPeople } from './people.js';
import { BaileysProfile } from './profile.js';
import { capOf, timeLockOf } from './restriction.js';
import type { SharedCaches } from './shared-caches.js';
import { SharedSettings } from './shared-settings.js';
import { type Route, socketOptions } from './socket-options.js';

/** A socket that shows neither a QR code nor a login by then is taken for dead: some ends make no event at all. */
const SIGN_OF_LIFE_MS = 45_000;
/** WhatsApp's answer for a message to a stranger while the account is restricted. */
const RESTRICTED = '463';
/** How long an intended end may take. */
const CLOSE_LIMIT_MS = 2_000;

export interface ConnectionOptions extends Route {
  log: Log;
  caches: SharedCaches;
  /** Where the files are that messages carry. */
  files: Pick<SealedObjects, 'open'>;
}

/** One socket of Baileys, from its making to its end, with everything that makes it safe in place before the first frame. */
export class BaileysConnection implements Connection {
  readonly ended: Promise<ConnectionEnd>;
  readonly people: BaileysPeople;
  readonly profile: BaileysProfile;
  readonly channels: ChannelAnswers;
  readonly groups: GroupAnswers;
  readonly chats: ChatAnswers;
  readonly labels: BaileysLabels;
  readonly calls: CallAnswers;
  private readonly sock: WASocket;
  private readonly outgoing: OutgoingMessages;
  private readonly pairing: Pairing;
  private readonly settings: SharedSettings;
  private readonly history: HistoryImport;
  private readonly ownDevices: OwnDevices;
  private readonly acknowledgements = new Acknowledgements();
  private readonly journal: Journal;
  private readonly watchdog: NodeJS.Timeout;
  private settle: (end: ConnectionEnd) => void = () => undefined;
  private over = false;

  constructor(
    private readonly account: AccountPort,
    private readonly events: ConnectionEvents,
    private readonly options: ConnectionOptions,
  ) {
    const { caches, files, log, agent } = options;
    const { acknowledgements } = this;
    const report: typeof this.report = (facts, remember) => this.report(facts, remember);
    this.ended = new Promise((resolve) => (this.settle = resolve));

    // What Baileys asks while it makes the socket is there before it.
    const groupParts = { account, sock: () => this.sock, own: () => ownAddresses(this.sock.authState.creds) };
    const groupChats = new GroupChats(groupParts);
    const auth = authStateOf(account, groupChats.keyHolders);
    const outgoing = new OutgoingMessages({ ...groupParts, groupChats, files });
    const envelopes = new Envelopes();
    const journal = (this.journal = new Journal(account));
    const parts = { account, auth, journal, envelopes, groupChats, outgoing, caches, log };
    const sock = makeWASocket(socketOptions(parts, options));

    this.sock = sock;
    this.outgoing = outgoing;
    this.pairing = new Pairing(account, sock, events);
    this.settings = new SharedSettings({ account, sock, report, isOver: () => this.over, log });
    this.history = new HistoryImport({ account, sock, agent, log });
    this.ownDevices = new OwnDevices({ account, sock, report, isOver: () => this.over, log });
    this.people = new BaileysPeople(sock, (seen) => {
      if (!this.over) events.presence(seen);
    });
    this.profile = new BaileysProfile(sock);
    this.channels = new ChannelAnswers(() => sock);
    this.groups = new GroupAnswers({ ...groupParts, memory: groupChats.memory });
    const labels = (this.labels = new BaileysLabels(account, sock));
    this.chats = new ChatAnswers({ sock, groupChats, acknowledgements, labels, report });
    this.calls = new CallAnswers(account, sock);

    this.guard();
    remembersNoMessages(sock);
    groupChats.listen();
    hearMessages(sock, account, envelopes);
    this.listen();
    this.watchdog = setTimeout(() => void this.cut(408, 'no sign of life from WhatsApp'), SIGN_OF_LIFE_MS);
  }

  prepare(message: OutboxMessage): Promise<Uint8Array | null> {
    return this.outgoing.prepare(message);
  }

  send(message: OutboxMessage, wire: Uint8Array | null, again: boolean): Promise<void> {
    return this.outgoing.send(message, wire, again);
  }

  openMedia(source: MediaSource, origin: MediaOrigin, signal: AbortSignal): Promise<Readable> {
    return openReceivedMedia(this.sock, source, origin, { signal, agent: this.options.agent });
  }

  pairingCode(phoneNumber: string): Promise<PairingCodeAnswer> {
    return this.pairing.code(phoneNumber);
  }

  async logout(): Promise<void> {
    await endsWithin(
      this.sock.logout().catch(() => undefined),
      CLOSE_LIMIT_MS,
    );
    await this.cut(401, 'logged out');
  }

  close(): Promise<void> {
    return this.cut(0, 'closed by us');
  }

  /** Nothing leaves before what it depends on is durable, and no end takes long. */
  private guard(): void {
    const raw = rawSocket(this.sock);
    closeQuickly(raw);
    gateOutput(raw as unknown as FrameSink, () => this.account.barrier());
    // Baileys hears this and does nothing: without us it would hang for ever.
    raw.once('unexpected-response', (_request, { statusCode }) => {
      void this.cut(503, `HTTP status ${statusCode} instead of a WebSocket`);
    });
  }

  private listen(): void {
    const { sock, account, settings, acknowledgements } = this;
    settings.listen();
    this.ownDevices.listen();
    this.calls.listen();
    sock.ev.on('creds.update', ({ myAppStateKeyId }) => {
      account.write(credsRecord(sock.authState.creds));
      if (myAppStateKeyId) void settings.sync();
    });
    sock.ev.on('connection.update', (update) => this.onUpdate(update));
    sock.ev.on('message-capping.update', (update) => {
      const restriction = capOf(update);
      if (restriction !== undefined && !this.over) this.events.restricted(restriction);
    });
    tap(sock, 'CB:ack,class:receipt', ({ attrs: { id = '', type } }) => {
      // What was remembered of the history is there when the receipt for it leaves.
      this.history.nudge();
      this.journal.receiptTaken(id, type);
      if (type?.startsWith('read')) acknowledgements.answered('receipt', id, null);
    });
    tap(sock, 'CB:ack,class:message', ({ attrs: { id, error = null } }) => {
      if (!id || this.over || acknowledgements.answered('message', id, error)) return;
      if (error === RESTRICTED) this.onRefusal();
      this.events.acknowledged(id, error);
    });
  }

  private onUpdate(update: Partial<ConnectionState>): void {
    if (this.over) return;
    if (update.qr) {
      clearTimeout(this.watchdog);
      this.pairing.onQr(update.qr);
    }
    if (update.isNewLogin) this.pairing.onPaired();
    if (update.connection === 'open') {
      clearTimeout(this.watchdog);
      this.history.start();
      void this.settings.sync();
      this.ownDevices.start();
      this.events.open();
    }
    if (update.receivedPendingNotifications) this.events.ready();
    if (update.reachoutTimeLock) this.events.restricted(timeLockOf(update.reachoutTimeLock));
    if (update.connection === 'close') this.finish(endOf(update.lastDisconnect?.error));
  }

  /** WhatsApp refused a message to a new chat: restricted for a time that it tells only when asked, if at all. */
  private onRefusal(): void {
    this.events.restricted(null);
    void this.sock.fetchAccountReachoutTimelock().catch(() => undefined);
  }

  private report(facts: (InboxFact | null)[], remember: Changes = {}): void {
    const told = facts.filter((fact) => fact !== null);
    if (told.length > 0 && !this.over) this.account.write(remember, told);
  }

  /**
   * Ends the socket, and tells of it when it is closed, or after a while: the next owner of an account that was let go any
   * earlier would log in beside us, and WhatsApp would throw one of the two out.
   */
  private async cut(code: number, detail: string): Promise<void> {
    if (!this.over) {
      this.over = true;
      await endsWithin(
        this.sock.end(undefined).catch(() => undefined),
        CLOSE_LIMIT_MS,
      );
      this.finish({ code, detail });
    }
    await this.ended;
  }

  private finish(end: Omit<ConnectionEnd, 'paired'>): void {
    this.over = true;
    void this.history.stop();
    this.ownDevices.stop();
    clearTimeout(this.watchdog);
    this.settle({ ...end, paired: isPaired(this.sock.authState.creds) });
  }
}
