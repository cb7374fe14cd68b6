import type { Agent } from 'node:https';
import type { Readable } from 'node:stream';
import makeWASocket, {
  ALL_WA_PATCH_NAMES,
  type BaileysEventMap,
  type ConnectionState,
  proto,
  type UserFacingSocketConfig,
  type WASocket,
  type WAVersion,
} from '@whiskeysockets/baileys';
import {
  bareJid,
  type InboxFact,
  type MediaOrigin,
  type MediaSource,
  type OutboxMessage,
  type PairingCodeAnswer,
  newMessageId,
  type Presence,
  Problem,
  type ReadMessage,
  type StoredMedia,
} from '../../contracts/index.js';
import { dispatcherThrough, ProxyFailure, type ProxyReason } from '../../platform/egress/index.js';
import type { Log } from '../../platform/logging/index.js';
import { endsWithin } from '../../platform/loop/index.js';
import type { SealedObjects } from '../../platform/object-store/index.js';
import type {
  AccountPort,
  Changes,
  ChatWish,
  Connection,
  ConnectionEnd,
  ConnectionEvents,
  StarWish,
} from '../whatsapp/port.js';
import { authStateOf, credsRecord, isPaired } from './account-keys.js';
import { baileysLog } from './baileys-log.js';
import { callerOf, callMoved, callNews, type CallNews } from './calls.js';
import { modificationsOf } from './chat-modifications.js';
import { ChannelAnswers } from './channel-answers.js';
import { channelFact } from './channel-posts.js';
import { durableSignal, Envelopes } from './durable-signal.js';
import { GroupAnswers } from './group-answers.js';
import { GroupChats } from './group-chats.js';
import { HistoryImport } from './history/history-import.js';
import { inboundReader, withheldFact } from './inbound-facts.js';
import { closeQuickly, hearAtOnce, rawSocket, takeInTurn, tap } from './internals.js';
import { knownPhone } from './known-phone.js';
import { isChannel, keyOf, timerProto } from './outbound-content.js';
import { messageProto, reportable, stanzaExtras } from './outbound-message.js';
import { type FrameSink, gateOutput } from './output-gate.js';
import { openReceivedMedia } from './media-download.js';
import { uploadFile } from './media-upload.js';
import { BaileysPeople } from './people.js';
import { BaileysProfile } from './profile.js';
import { readFacts, receiptFacts } from './receipt-facts.js';
import { requireRecipient } from './recipient.js';
import { capOf, timeLockOf } from './restriction.js';
import type { SharedCaches } from './shared-caches.js';
import { chatChanged, chatFacts } from './told-chats.js';
import { contactsFact, newPicture, savedContacts, verifiedContacts } from './told-contacts.js';

/** What the phone shows in its list of linked devices. */
const DEVICE_NAME: [string, string, string] = ['WaGate', 'Chrome', '1.0.0'];

/** The first QR code lives this long, the others shorter (Baileys, socket.js, rc14). */
const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;
/** A pairing code lives as long as the QR codes would have. */
const PAIRING_CODE_MS = 160_000;
/** A socket that shows neither a QR code nor a login by then is taken for dead: some ends make no event at all. */
const SIGN_OF_LIFE_MS = 45_000;
/** WhatsApp's answer for a message to a stranger while the account is restricted. */
const RESTRICTED = '463';
/** How long WhatsApp may take to confirm a receipt. */
const RECEIPT_LIMIT_MS = 5_000;
/** Baileys' code for a missing key of the app state (appPatch in chats.js, rc14). */
const NO_KEY = 400;
/** How long an intended end may take. */
const CLOSE_LIMIT_MS = 2_000;

export interface ConnectionOptions {
  /** Undefined: WhatsApp's own. */
  url: string | undefined;
  log: Log;
  caches: SharedCaches;
  /** Where the files are that messages carry. */
  files: Pick<SealedObjects, 'open'>;
  /** Undefined: the one that Baileys brings. */
  version: WAVersion | undefined;
  /** Makes every connection of the session: to WhatsApp, and to its servers for files. Undefined: directly. */
  agent: Agent | undefined;
}

/** One socket of Baileys, from its making to its end, with everything that makes it safe in place before the first frame. */
export class BaileysConnection implements Connection {
  readonly ended: Promise<ConnectionEnd>;
  readonly people: BaileysPeople;
  readonly profile: BaileysProfile;
  private readonly sock: WASocket;
  private readonly files: ConnectionOptions['files'];
  private readonly agent: ConnectionOptions['agent'];
  private readonly auth: ReturnType<typeof authStateOf>;
  private settle: (end: ConnectionEnd) => void = () => undefined;
  private qrsShown = 0;
  private codeAsked = false;
  readonly channels = new ChannelAnswers(() => this.sock);
  readonly groups: GroupAnswers;
  private readonly groupChats: GroupChats;
  private readonly history: HistoryImport;
  private readonly log: Log;
  private syncingSettings = false;
  /** Who waits until WhatsApp knows that a message was read, by its id. */
  private readonly receipts = new Map<string, () => void>();
  /** Who waits for WhatsApp's answer to a message that is not of the outbox, by its id. */
  private readonly answers = new Map<string, (error: string | null) => void>();
  private over = false;
  private readonly watchdog: NodeJS.Timeout;

  constructor(
    private readonly account: AccountPort,
    private readonly events: ConnectionEvents,
    options: ConnectionOptions,
  ) {
    this.ended = new Promise((resolve) => (this.settle = resolve));
    const groupParts = { account, sock: () => this.sock, own: () => this.own };
    this.groupChats = new GroupChats(groupParts);
    this.groups = new GroupAnswers({
      ...groupParts,
      memory: this.groupChats.memory,
      openPicture: (picture) => this.open(picture),
    });
    this.auth = authStateOf(account, this.groupChats.keyHolders);
    this.files = options.files;
    this.agent = options.agent;
    const envelopes = new Envelopes();
    this.sock = makeWASocket(this.socketOptions(envelopes, options));
    this.people = new BaileysPeople(this.sock, (seen) => {
      if (!this.over) this.events.presence(seen);
    });
    this.profile = new BaileysProfile(this.sock);
    const raw = rawSocket(this.sock);
    closeQuickly(raw);
    gateOutput(raw as unknown as FrameSink, () => account.barrier());
    // Baileys hears this and does nothing: without us it would hang for ever.
    raw.once('unexpected-response', (_request, { statusCode }) => {
      void this.cut(503, `HTTP status ${statusCode} instead of a WebSocket`);
    });
    this.listen(envelopes);
    this.history = new HistoryImport({ account, sock: this.sock, agent: options.agent, log: options.log });
    this.log = options.log;
    this.watchdog = setTimeout(() => void this.cut(408, 'no sign of life from WhatsApp'), SIGN_OF_LIFE_MS);
  }

  async prepare(message: OutboxMessage): Promise<Uint8Array | null> {
    const { content } = message;
    if (!('stored' in content)) return null;
    const written = await this.groupChats.written(message);
    const body = await this.open({ ...content.stored, sizeBytes: content.media.sizeBytes ?? 0 });
    const file = await uploadFile(this.sock, content.type, body);
    return proto.Message.encode(reportable(messageProto(written, file))).finish();
  }

  async send(message: OutboxMessage, wire: Uint8Array | null): Promise<void> {
    await requireRecipient(this.sock, message.to);
    const { attributes, nodes } = stanzaExtras(message);
    const written = await this.groupChats.written(message);
    const said = messageProto(written);
    const whole = wire ? proto.Message.decode(wire) : isChannel(message.to) ? said : reportable(said);
    await this.sock.relayMessage(message.to, whole, {
      messageId: message.messageId,
      additionalAttributes: attributes,
      additionalNodes: nodes,
      // The account's own phone shows what it has posted, too.
      ...(message.recipients && { statusJidList: [...message.recipients, ...this.own.slice(0, 1)] }),
    });
  }

  openMedia(source: MediaSource, origin: MediaOrigin, signal: AbortSignal): Promise<Readable> {
    return openReceivedMedia(this.sock, source, origin, { signal, agent: this.agent });
  }

  async pairingCode(phoneNumber: string): Promise<PairingCodeAnswer> {
    this.codeAsked = true;
    const code = await this.sock.requestPairingCode(phoneNumber);
    return { pairingCode: code, expiresAt: new Date(Date.now() + PAIRING_CODE_MS).toISOString() };
  }

  async rejectCall(callId: string): Promise<void> {
    const caller = callerOf(this.account, callId);
    if (caller === null) throw new Problem('CALL_NOT_FOUND', `There is no call "${callId}" that could be rejected.`);
    await reached(this.sock.rejectCall(callId, caller));
    // WhatsApp tells it to the caller, and not to whoever did it.
    this.tellCall(callMoved(this.account, callId, 'reject', Math.floor(Date.now() / 1000)));
  }

  async logout(): Promise<void> {
    await endsWithin(
      this.sock.logout().catch(() => undefined),
      CLOSE_LIMIT_MS,
    );
    await this.cut(401, 'logged out');
  }

  async typing(to: string): Promise<void> {
    await this.sock.sendPresenceUpdate('composing', to).catch(() => undefined);
  }

  async markRead(messages: ReadMessage[]): Promise<void> {
    const keys = await Promise.all(messages.map((message) => this.keyOfReceived(message)));
    const ids = receiptIds(keys);
    const known = Promise.all(ids.map((id) => this.receiptTaken(id)));
    try {
      const said = reached(this.sock.readMessages(keys)).then(() => known);
      if (!(await endsWithin(said, RECEIPT_LIMIT_MS))) {
        throw new Problem('WHATSAPP_UNREACHABLE', 'WhatsApp did not confirm in time that the message was read.');
      }
    } finally {
      for (const id of ids) this.receipts.delete(id);
    }
    this.report(readFacts(messages, new Date()));
  }

  /** In a group, its author is named as the group names them. */
  private async keyOfReceived({ messageId, author, chat }: ReadMessage): Promise<proto.IMessageKey> {
    const named = await reached(this.groupChats.nameIn(chat, author));
    return keyOf({ messageId, fromMe: false, author: named }, chat);
  }

  async changeChat(wish: ChatWish): Promise<void> {
    const { chat, ephemeralSeconds } = wish;
    for (const modification of modificationsOf(wish)) await shared(this.sock.chatModify(modification, chat));
    if (ephemeralSeconds !== undefined) await this.setTimer(chat, ephemeralSeconds);
  }

  star({ chat, messageId, fromMe, starred }: StarWish): Promise<void> {
    return shared(this.sock.star(chat, [{ id: messageId, fromMe }], starred));
  }

  /** Messages of a chat disappear after so long: a word to the other side, like a message. */
  private async setTimer(chat: string, ephemeralSeconds: number | null): Promise<void> {
    const messageId = newMessageId();
    const taken = new Promise<string | null>((resolve) => this.answers.set(messageId, resolve));
    try {
      const said = reached(this.sock.relayMessage(chat, timerProto(ephemeralSeconds), { messageId })).then(() => taken);
      if (!(await endsWithin(said, RECEIPT_LIMIT_MS)) || (await taken) !== null) {
        throw new Problem('WHATSAPP_UNREACHABLE', 'WhatsApp did not take the new timer of the chat.');
      }
    } finally {
      this.answers.delete(messageId);
    }
    this.report([chatChanged({ chat, ephemeralSeconds })]);
  }

  async showPresence(presence: Presence, to: string | null): Promise<void> {
    if (to === null && !this.auth.creds.me?.name) {
      const detail = 'WhatsApp has not told the name of this account yet.';
      throw new Problem('UNAVAILABLE', detail, { retryAfterSeconds: 5 });
    }
    await reached(this.sock.sendPresenceUpdate(presence, to ?? undefined));
  }

  close(): Promise<void> {
    return this.cut(0, 'closed by us');
  }

  private socketOptions(
    envelopes: Envelopes,
    { url, log, caches, version, agent }: ConnectionOptions,
  ): UserFacingSocketConfig {
    return {
      auth: this.auth,
      logger: baileysLog(log, this.account.sessionId),
      browser: DEVICE_NAME,
      // The phone keeps its own notifications.
      markOnlineOnConnect: false,
      syncFullHistory: this.account.syncHistory === 'full',
      // The history is ours to take in: Baileys would hold all of it in memory, and every other event back meanwhile.
      shouldSyncHistoryMessage: () => false,
      defaultQueryTimeoutMs: 20_000,
      // Asking for a message again must not hold up those behind it; how often one is asked for is limited anyway.
      retryRequestDelayMs: 0,
      // Our store stages and retries by itself.
      transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
      ...caches.of(this.account.sessionId),
      makeSignalRepository: durableSignal(this.account, envelopes, inboundReader(this.account, this.auth.creds)),
      getMessage: async ({ id }) => {
        const sent = id ? await this.account.sentMessage(id) : null;
        if (!sent) return undefined;
        const wire = await this.account.sentWire(sent.messageId);
        return wire ? proto.Message.decode(wire) : messageProto(await this.groupChats.written(sent));
      },
      cachedGroupMetadata: (groupId) => this.groupChats.metadata(groupId),
      ...(url && { waWebSocketUrl: url }),
      ...(version && { version }),
      // For the WebSocket, for uploads, and for what Baileys fetches by itself: parts of the app state.
      ...(agent && { agent, fetchAgent: agent, options: throughProxy(agent) }),
    };
  }

  private listen(envelopes: Envelopes): void {
    const { sock, auth } = this;
    this.groupChats.listen();
    sock.ev.on('creds.update', ({ myAppStateKeyId }) => {
      this.account.write(credsRecord(auth.creds));
      if (myAppStateKeyId) void this.syncSettings();
    });
    sock.ev.on('connection.update', (update) => this.onUpdate(update));
    sock.ev.on('message-capping.update', (update) => {
      const restriction = capOf(update);
      if (restriction !== undefined && !this.over) this.events.restricted(restriction);
    });
    hearAtOnce(sock, (told) => this.onTold(told));
    tap(sock, 'CB:notification,type:picture', (node) => {
      const picture = newPicture(node);
      if (picture) this.report([contactsFact([picture], true)]);
    });
    // What was remembered of it is there when the receipt for it leaves.
    tap(sock, 'CB:ack,class:receipt', () => this.history.nudge());
    tap(sock, 'CB:message', (node) => {
      const posted = channelFact(node, this.own[0] ?? '', this.account.sessionId);
      if (posted) this.account.write({}, [posted]);
      takeInTurn(node);
      envelopes.register(node);
      const withheld = withheldFact(node, auth.creds);
      if (withheld) this.account.write({}, [withheld]);
    });
    tap(sock, 'CB:receipt', (node) => {
      const facts = receiptFacts(node, this.own, (member) => knownPhone(this.account, member));
      if (facts.length > 0) this.account.write({}, facts, 'soon');
    });
    tap(sock, 'CB:ack,class:receipt', ({ attrs: { id = '', type } }) => {
      if (type?.startsWith('read')) this.receipts.get(id)?.();
    });
    tap(sock, 'CB:call', (node) => {
      this.tellCall(callNews(node, this.account));
    });
    tap(sock, 'CB:ack,class:message', ({ attrs }) => {
      if (!attrs['id'] || this.over) return;
      const waiting = this.answers.get(attrs['id']);
      if (waiting) return waiting(attrs['error'] ?? null);
      if (attrs['error'] === RESTRICTED) this.onRefusal();
      this.events.acknowledged(attrs['id'], attrs['error'] ?? null);
    });
  }

  private open({ objectKey, bodyKey, sizeBytes }: StoredMedia & { sizeBytes: number }): Promise<Readable> {
    return this.files.open({ key: objectKey, bodyKey: Buffer.from(bodyKey, 'base64'), sizeBytes });
  }

  /** Those of the account, by number and by LID. */
  private get own(): string[] {
    const { me } = this.auth.creds;
    return [me?.id, me?.lid].filter((jid): jid is string => !!jid).map(bareJid);
  }

  /**
   * Reads once what the devices of the account have set, when the phone has handed over the key: Baileys does so only with a history.
   * What goes wrong is tried again on the next connection.
   */
  private async syncSettings(): Promise<void> {
    const { creds } = this.auth;
    if (this.syncingSettings || !creds.myAppStateKeyId || (creds.accountSyncCounter ?? 0) > 0) return;
    this.syncingSettings = true;
    try {
      await this.sock.resyncAppState(ALL_WA_PATCH_NAMES, true);
      if (!this.over) this.sock.ev.emit('creds.update', { accountSyncCounter: 1 });
    } catch (err) {
      this.log.warn({ err, sessionId: this.account.sessionId }, 'the settings of the account could not be read');
    } finally {
      this.syncingSettings = false;
    }
  }

  /** What other devices of the account did, and what WhatsApp tells of people. */
  private onTold(told: Partial<BaileysEventMap>): void {
    // Until the first sync is through, all of it is old.
    const isNews = (this.auth.creds.accountSyncCounter ?? 0) > 0;
    this.report([contactsFact(savedContacts(told['contacts.upsert'] ?? []), isNews), ...chatFacts(told, isNews)]);
    const verified = verifiedContacts(told['contacts.update'] ?? [], this.account);
    this.report([contactsFact(verified.told, true)], verified.remember);
  }

  private report(facts: (InboxFact | null)[], remember: Changes = {}): void {
    const told = facts.filter((fact) => fact !== null);
    if (told.length > 0 && !this.over) this.account.write(remember, told);
  }

  private tellCall(news: CallNews | null): void {
    if (news) this.account.write(news.remember, [news.fact]);
  }

  /** When the server has taken the word that a message was read. Two that ask wait for the same. */
  private receiptTaken(messageId: string): Promise<void> {
    return new Promise((resolve) => {
      const others = this.receipts.get(messageId);
      this.receipts.set(messageId, () => {
        others?.();
        resolve();
      });
    });
  }

  private onUpdate(update: Partial<ConnectionState>): void {
    if (this.over) return;
    if (update.qr) this.onQr(update.qr);
    if (update.isNewLogin) this.onPaired();
    if (update.connection === 'open') {
      clearTimeout(this.watchdog);
      this.history.start();
      void this.syncSettings();
      this.events.open();
    }
    if (update.receivedPendingNotifications) this.events.ready();
    if (update.reachoutTimeLock) this.events.restricted(timeLockOf(update.reachoutTimeLock));
    if (update.connection === 'close') this.finish(...reasonOf(update.lastDisconnect?.error));
  }

  /** WhatsApp refused a message to a new chat: restricted for a time that it tells only when asked, if at all. */
  private onRefusal(): void {
    this.events.restricted(null);
    void this.sock.fetchAccountReachoutTimelock().catch(() => undefined);
  }

  private onQr(qr: string): void {
    clearTimeout(this.watchdog);
    // A pairing code makes the QR codes of this connection worthless.
    if (this.codeAsked) return;
    const livesMs = this.qrsShown++ === 0 ? FIRST_QR_MS : NEXT_QR_MS;
    this.events.qr(qr, new Date(Date.now() + livesMs));
  }

  private onPaired(): void {
    const { me } = this.auth.creds;
    if (!me) return;
    const payload = {
      whatsappId: bareJid(me.id),
      lid: me.lid ? bareJid(me.lid) : null,
      at: new Date().toISOString(),
    };
    this.account.markPaired(credsRecord(this.auth.creds), [{ kind: 'session.paired', payload }]);
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
      this.finish(code, detail);
    }
    await this.ended;
  }

  private finish(code: number, detail: string, proxy?: ProxyReason): void {
    this.over = true;
    void this.history.stop();
    clearTimeout(this.watchdog);
    this.settle({ code, detail, paired: isPaired(this.auth.creds), ...(proxy && { proxy }) });
  }
}

/** Baileys hands the dispatcher on to `fetch` (getHttpStream in messages-media.js, rc14). */
function throughProxy(agent: Agent): RequestInit {
  return { dispatcher: dispatcherThrough(agent) } as unknown as RequestInit;
}

/** One receipt tells of all messages of one author in one chat, and bears the id of the first. */
function receiptIds(keys: proto.IMessageKey[]): string[] {
  const first = new Map<string, string>();
  for (const { remoteJid, participant, id } of keys) {
    const author = `${remoteJid} ${participant}`;
    if (id && !first.has(author)) first.set(author, id);
  }
  return [...first.values()];
}

/** What Baileys throws here is the end of the connection. */
function reached<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new Problem('WHATSAPP_UNREACHABLE', 'The connection to WhatsApp was lost.', { cause, retryAfterSeconds: 1 });
  });
}

/** A patch of the settings that the devices share. The key to them comes from the phone, soon after it was linked. */
async function shared(patch: Promise<void>): Promise<void> {
  try {
    await patch;
  } catch (cause) {
    if ((cause as { output?: { statusCode?: number } }).output?.statusCode !== NO_KEY)
      return reached(Promise.reject(cause));
    const detail = 'The phone has not handed over the keys of its settings yet.';
    throw new Problem('UNAVAILABLE', detail, { cause, retryAfterSeconds: 5 });
  }
}

/** The close code and the words of Baileys' error (a Boom), without addresses. */
function reasonOf(error: unknown): [code: number, detail: string, proxy?: ProxyReason] {
  const code = (error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode ?? 428;
  const { data } = (error ?? {}) as { data?: unknown };
  if (data instanceof ProxyFailure) return [code, data.message, data.reason];
  const detail = error instanceof Error ? error.message.replace(/\S+@\S+/g, '…') : 'connection closed';
  return [code, detail];
}
