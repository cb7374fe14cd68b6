import { setTimeout as sleep } from 'node:timers/promises';
import type { InboxFact, OutboxMessage, SyncHistory } from '../contracts/index.js';
import { checkpoint } from '../platform/checkpoints/index.js';
import type { Span } from '../platform/tracing/index.js';
import {
  type AccountLog,
  type Batch,
  type Claim,
  encodeRecord,
  Fenced,
  type LogHead,
  type RecordEntry,
} from '../mailbox/index.js';
import { AccountValues } from './account-values.js';
import { beginTraces } from './inbound-traces.js';
import { isEmpty, nothingStaged, type Staged, toBatch } from './staged.js';
import type { AccountPort, Changes, Urgency } from './whatsapp/port.js';

/** The type of record that names the chats which have been written to, or have written to us. */
export const KNOWN_CHATS = 'chat';

/** After so many records the log is replaced by a snapshot, so that taking over stays quick. */
const RECORDS_PER_SNAPSHOT = 500;

/**
 * How long a commit is tried before the account is given up. Shorter than what WhatsApp waits for a sign of life, since
 * nothing leaves meanwhile.
 */
const COMMIT_TRIES_MS = [50, 200, 500, 1000, 2000, 4000, 8000];

/**
 * How long what can wait may wait for company. While messages go out one after the other, the end of one and the ratchet of the
 * next are one commit by that.
 */
const COMPANY_MS = 10;

/** What the log and the outbox of the mailbox are to an account's state. */
export interface AccountStores {
  log: Pick<AccountLog, 'load' | 'commit' | 'snapshot' | 'erase'>;
  sentMessage(messageId: string): Promise<OutboxMessage | null>;
  sentWire(messageId: string): Promise<Uint8Array | null>;
}

export interface AccountStateEvents {
  /**
   * Called once, when a commit fails for good: by a fence, or because the database did not answer in time. Nothing is
   * written after that.
   */
  lost(error: Error): void;
  /** Facts have been committed: gateways may be told that there is something to take. */
  factsCommitted(): void;
}

/**
 * Everything an account remembers, in memory of its owner and as a log in the database. Writes are visible at once and
 * durable a moment later: all that is staged while a commit is under way goes into the next one, as one batch.
 */
export class AccountState implements AccountPort {
  private staged: Staged = nothingStaged();
  private flushing: Promise<void> | null = null;
  private failure: Error | null = null;
  private recordsSinceSnapshot = 0;
  /** Nothing more is on its way that what is staged should wait for. */
  hurry: () => void = () => undefined;

  private constructor(
    private readonly stores: AccountStores,
    private readonly claim: Claim,
    private readonly accountKey: Buffer,
    private head: LogHead,
    private readonly values: AccountValues,
    private readonly events: AccountStateEvents,
  ) {}

  /** Reads the state of a claimed account. */
  static async open(stores: AccountStores, claim: Claim, events: AccountStateEvents): Promise<AccountState> {
    const { accountKey, head, snapshot, records } = await stores.log.load(claim);
    const values = AccountValues.of(snapshot ? [snapshot, ...records] : records);
    const state = new AccountState(stores, claim, accountKey, head, values, events);
    state.recordsSinceSnapshot = records.length;
    return state;
  }

  get sessionId(): string {
    return this.claim.sessionId;
  }

  get syncHistory(): SyncHistory {
    return this.claim.syncHistory;
  }

  read(type: string, id: string): unknown {
    return this.values.read(type, id);
  }

  olderThanNewest(count: number, type: string): string[] {
    return this.values.olderThanNewest(count, type);
  }

  write(changes: Changes, facts: InboxFact[] = [], urgency: Urgency = 'now'): void {
    const entries = this.values.differing({ ...changes, ...this.chatsMet(facts) });
    this.values.apply(entries);
    const begun = beginTraces(this.sessionId, facts);
    this.stage((staged) => {
      for (const entry of entries) staged.entries.set(`${entry[0]}/${entry[1]}`, entry);
      staged.facts.push(...begun.facts);
      staged.spans.push(...begun.spans);
    }, urgency);
  }

  markPaired(changes: Changes, facts: InboxFact[]): void {
    this.write(changes, facts);
    this.stage((staged) => (staged.paired = true));
  }

  /**
   * Makes the next barrier wait for a commit, that is, for the proof that the account is still ours. A worker that slept may open
   * a socket long after another has taken the account; its login would end the rightful one.
   */
  proveOwnership(): void {
    this.stage((staged) => (staged.proof = true));
  }

  report(fact: InboxFact): void {
    this.stage((staged) => staged.facts.push(fact));
  }

  /** WhatsApp's server has taken the message: the row and what is told of it change together. */
  messageSent(messageId: string, fact: InboxFact): void {
    this.stage((staged) => {
      staged.sent.push(messageId);
      staged.facts.push(fact);
    }, 'soon');
  }

  /** The message will never be sent. */
  messageDropped(messageId: string, fact: InboxFact): void {
    this.stage((staged) => {
      staged.dropped.push(messageId);
      staged.facts.push(fact);
    });
  }

  sentMessage(messageId: string): Promise<OutboxMessage | null> {
    return this.stores.sentMessage(messageId);
  }

  sentWire(messageId: string): Promise<Uint8Array | null> {
    return this.stores.sentWire(messageId);
  }

  barrier(): Promise<void> | null {
    if (this.failure) return Promise.reject(this.failure);
    return this.flushing;
  }

  /** Waits until everything is durable and leaves a snapshot behind. */
  async close(): Promise<void> {
    while (this.flushing) await this.flushing;
    if (this.failure || this.recordsSinceSnapshot === 0) return;
    await this.takeSnapshot(this.values.all());
  }

  /** Forgets all keys, in memory and in the database, and reports it. The account can be paired anew. */
  async erase(facts: InboxFact[]): Promise<void> {
    while (this.flushing) await this.flushing;
    // From here on nothing may be written with the old key: it would be the first record after the erasure.
    this.failure = new Error('the keys of this account were erased');
    await this.stores.log.erase(this.claim, facts);
    this.values.clear();
    this.events.factsCommitted();
  }

  private stage(add: (staged: Staged) => void, urgency: Urgency = 'now'): void {
    if (this.failure) return;
    add(this.staged);
    if (!this.flushing) {
      this.flushing = this.company().then(() => this.flush());
      // Who must know waits at the barrier; the holder is told by onLost.
      this.flushing.catch(() => undefined);
    }
    if (urgency === 'now') this.hurry();
  }

  private company(): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, COMPANY_MS);
      this.hurry = () => {
        clearTimeout(limit);
        // One turn later, so that what belongs to one step (credentials and keys) is one batch.
        setImmediate(resolve);
      };
    });
  }

  private async flush(): Promise<void> {
    let spans: Span[] = [];
    try {
      while (!isEmpty(this.staged)) {
        const batch = toBatch(this.staged);
        spans = this.staged.spans;
        this.staged = nothingStaged();
        // Now, when nothing is staged: a snapshot must hold exactly what was committed. One that also held a moved ratchet whose fact was
        // still to be committed would lose the message in a crash: the journal would know it, and nobody would have been told.
        const image = ++this.recordsSinceSnapshot >= RECORDS_PER_SNAPSHOT ? this.values.all() : null;
        checkpoint('account.committing');
        this.head = await this.commit(batch);
        checkpoint('account.committed');
        for (const span of spans.splice(0)) span.end();
        if (batch.facts.length > 0) this.events.factsCommitted();
        if (image) await this.takeSnapshot(image);
      }
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      for (const span of [...spans, ...this.staged.spans]) span.end(this.failure.name);
      this.events.lost(this.failure);
      throw this.failure;
    } finally {
      this.flushing = null;
    }
  }

  private async commit(batch: Batch): Promise<LogHead> {
    for (const pauseMs of COMMIT_TRIES_MS) {
      try {
        return await this.stores.log.commit(this.claim, this.accountKey, this.head, batch);
      } catch (error) {
        if (error instanceof Fenced) throw error;
        await sleep(pauseMs);
      }
    }
    return this.stores.log.commit(this.claim, this.accountKey, this.head, batch);
  }

  private async takeSnapshot(image: RecordEntry[]): Promise<void> {
    this.recordsSinceSnapshot = 0;
    await this.stores.log.snapshot(this.claim, this.accountKey, this.head, encodeRecord(image));
    checkpoint('account.snapshotted');
  }

  /** Who has written to us is no stranger: remembered for the limits of writing first. */
  private chatsMet(facts: InboxFact[]): Changes {
    const chats = facts.flatMap(({ kind, payload }) => {
      if (kind === 'history.told') return payload.chats.map(({ chat }) => chat);
      return kind === 'message.received' ? [payload.chat] : [];
    });
    const unknown = chats.filter((chat) => !this.values.has(KNOWN_CHATS, chat));
    return unknown.length === 0 ? {} : { [KNOWN_CHATS]: Object.fromEntries(unknown.map((chat) => [chat, true])) };
  }
}
