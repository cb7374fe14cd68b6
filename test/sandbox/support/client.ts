import makeWASocket, {
  type BaileysEventMap,
  type ConnectionState,
  type UserFacingSocketConfig,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';
import { Auth } from './auth.js';
import { eventually } from './eventually.js';

const silent = {
  level: 'silent',
  child: () => silent,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A small program on plain Baileys: connects, and reconnects after pairing as Baileys asks. */
export class Client {
  readonly messages: WAMessage[] = [];
  readonly upsertTypes = new Map<string, string>();
  readonly statuses = new Map<string, number[]>();
  readonly history: BaileysEventMap['messaging-history.set'][] = [];
  readonly acks = new Map<string, Record<string, string>>();
  qr: string | undefined;
  /** Set by the end of the connection. */
  closeCode: number | undefined;
  isOpen = false;
  socket: WASocket;

  private constructor(
    private readonly wsUrl: string,
    readonly auth: Auth,
    private readonly config: Partial<UserFacingSocketConfig>,
  ) {
    this.socket = this.open();
  }

  static start(wsUrl: string, auth = new Auth(), config: Partial<UserFacingSocketConfig> = {}): Client {
    return new Client(wsUrl, auth, config);
  }

  get phoneNumber(): string {
    return this.auth.state.creds.me?.id.split(/[:@]/)[0] ?? '';
  }

  reconnect(): void {
    this.socket = this.open();
  }

  async opened(): Promise<this> {
    await eventually('connection open', () => this.isOpen || undefined);
    return this;
  }

  closed(): Promise<number> {
    return eventually('connection close', () => this.closeCode);
  }

  shownQr(): Promise<string> {
    return eventually('QR code', () => this.qr);
  }

  received(text: string): Promise<WAMessage> {
    return eventually('message', () => this.messages.find((message) => textOf(message) === text));
  }

  /** Sends a text and gives its id. */
  async send(to: string, text: string, messageId?: string): Promise<string> {
    const sent = await this.socket.sendMessage(to, { text }, messageId === undefined ? {} : { messageId });
    return sent?.key.id ?? '';
  }

  ack(id: string): Promise<Record<string, string>> {
    return eventually('server ack', () => this.acks.get(id));
  }

  status(id: string, status: number): Promise<true> {
    return eventually(`status ${status}`, () => this.statuses.get(id)?.includes(status) || undefined);
  }

  /** Texts received under an id, in order. */
  texts(id: string): (string | undefined)[] {
    return this.messages.filter((message) => message.key.id === id).map(textOf);
  }

  /** Stays paired. */
  stop(): void {
    void this.socket.end(undefined);
  }

  private open(): WASocket {
    this.isOpen = false;
    this.closeCode = undefined;
    const socket = makeWASocket({
      waWebSocketUrl: this.wsUrl,
      auth: this.auth.state,
      logger: silent,
      connectTimeoutMs: 3000,
      defaultQueryTimeoutMs: 5000,
      keepAliveIntervalMs: 10_000,
      retryRequestDelayMs: 10,
      ...this.config,
    });
    socket.ev.on('creds.update', (update) => Object.assign(this.auth.state.creds, update));
    socket.ev.on('connection.update', (update) => this.connectionUpdate(socket, update));
    socket.ev.on('messages.upsert', (upsert) => this.upsert(upsert));
    socket.ev.on('messaging-history.set', (set) => this.history.push(set));
    socket.ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) this.noteStatus(key.id, update.status);
    });
    socket.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => {
      if (attrs.id) this.acks.set(attrs.id, attrs);
    });
    return socket;
  }

  private connectionUpdate(socket: WASocket, update: Partial<ConnectionState>): void {
    if (socket !== this.socket && this.socket !== undefined) return;
    if (update.qr) this.qr = update.qr;
    if (update.connection === 'open') this.isOpen = true;
    if (update.connection !== 'close') return;
    const error = update.lastDisconnect?.error as { output?: { statusCode: number } } | undefined;
    this.closeCode = error?.output?.statusCode ?? 0;
    this.isOpen = false;
    if (this.closeCode === 515 && this.auth.state.creds.me) this.reconnect();
  }

  private upsert({ messages, type }: BaileysEventMap['messages.upsert']): void {
    for (const message of messages) {
      this.messages.push(message);
      if (message.key.id) this.upsertTypes.set(message.key.id, type);
      this.noteStatus(message.key.id, message.status);
    }
  }

  private noteStatus(id: string | null | undefined, status: number | null | undefined): void {
    if (id && typeof status === 'number') this.statuses.set(id, [...(this.statuses.get(id) ?? []), status]);
  }
}

export function textOf({ message }: WAMessage): string | undefined {
  return message?.conversation ?? message?.extendedTextMessage?.text ?? undefined;
}
