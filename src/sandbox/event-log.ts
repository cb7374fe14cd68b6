export type EventName =
  | 'connected'
  | 'disconnected'
  | 'upgrade-refused'
  | 'protocol-error'
  | 'qr-offered'
  | 'pairing-code-requested'
  | 'paired'
  | 'login'
  | 'login-refused'
  | 'ready'
  | 'replaced'
  | 'unlinked'
  | 'ended'
  | 'pre-keys'
  | 'receipt'
  | 'retry'
  | 'nack'
  | 'undeliverable'
  | 'presence'
  | 'chatstate'
  | 'call'
  | 'media'
  | 'unknown-query'
  | 'fault';

export interface LogEntry {
  at: number;
  event: EventName;
  phoneNumber?: string | undefined;
  device?: number | undefined;
  detail?: string | undefined;
}

const ENTRIES_KEPT = 20_000;

/** What happened on the wire, for tests to look back at. Bounded; holds no keys and no message texts. */
export class EventLog {
  private entries: LogEntry[] = [];

  constructor(private readonly now: () => number) {}

  add(event: EventName, about: Omit<LogEntry, 'at' | 'event'> = {}): void {
    this.entries.push({ at: this.now(), event, ...about });
    if (this.entries.length > 2 * ENTRIES_KEPT) this.entries = this.entries.slice(-ENTRIES_KEPT);
  }

  list(phoneNumber?: string): LogEntry[] {
    return this.entries
      .slice(-ENTRIES_KEPT)
      .filter((entry) => phoneNumber === undefined || entry.phoneNumber === phoneNumber);
  }

  clear(): void {
    this.entries = [];
  }
}
