import { createHash, randomBytes } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import type { Space } from './wire/jid.js';

export function newMessageId(): string {
  return randomBytes(16).toString('hex').toUpperCase();
}

export interface Receipt {
  device: number;
  /** `delivered` stands for a receipt without a type. */
  type: string;
  at: number;
}

/** What a simulated recipient found when it downloaded the file of a message. */
export type Download = { sizeBytes: number; sha256: string; head: string } | { error: string };

/** One message as the server saw it, and as its simulated recipient read it. Times are milliseconds. */
export interface MessageRecord {
  id: string;
  /** Phone numbers, for a group its JID. `to` is the address as given when nobody has it. */
  from: string;
  to: string;
  fromDevice: number;
  at: number;
  type: string;
  /** The stanza's attribute `edit`: 1 an edit, 2 a pin, 7 a deletion, 8 one by an admin; null for new messages. */
  edit: string | null;
  /** Null until a simulated recipient decrypted it, and for messages without text. */
  text: string | null;
  serverAcked: boolean;
  deliveredAt: number | null;
  readAt: number | null;
  /** Phone numbers of those who sent a read receipt, from any of their devices. */
  readBy: string[];
  /** How often this id arrived. A resend of a message raises it and makes no second record. */
  attempts: number;
  /** How many different ciphertexts for the recipient's phone arrived under this id. */
  ciphertexts: number;
  decryptError: string | null;
  /** How often the recipient's phone could not decrypt what arrived under this id. */
  decryptFailures: number;
  /** How often the server answered this id with an error and routed nothing. */
  refusals: number;
  receipts: Receipt[];
  /** How often a simulated recipient asked for it again. */
  retries: number;
  /** The space of the address the sender used; receipts answer in the same. */
  space: Space;
  /** What a simulated sender sent, kept to encrypt it anew when a companion asks; or what a simulated recipient decrypted. */
  content: proto.IMessage | null;
  /** What the sender's own phone decrypted of a message that a linked device sent to others; null before. */
  ownCopy: proto.IMessage | null;
  /** What a simulated recipient found when it downloaded the file of the message; null before, and without a file. */
  download: Download | null;
  /** Of a poll vote: the options chosen; null for everything else and for votes nobody can read. */
  chosen: string[] | null;
}

/** What the server sees of a message without being able to read it. */
export type Sighting = Pick<MessageRecord, 'id' | 'from' | 'to' | 'fromDevice' | 'at' | 'type' | 'edit' | 'space'>;

export interface MessageQuery {
  from?: string | undefined;
  to?: string | undefined;
  id?: string | undefined;
  limit: number;
}

/** Old messages are forgotten beyond this many. */
const MESSAGES_KEPT = 200_000;

/** Every message the server routed, by sender and id, oldest first. */
export class MessageLedger {
  private readonly records = new Map<string, MessageRecord>();
  private readonly lastCiphertext = new WeakMap<MessageRecord, string>();

  find(from: string, id: string): MessageRecord | undefined {
    return this.records.get(`${from} ${id}`);
  }

  /** The record of (from, id), made on first sight. */
  note(seen: Sighting): MessageRecord {
    const known = this.find(seen.from, seen.id);
    if (known) {
      known.attempts++;
      return known;
    }
    const record: MessageRecord = {
      ...seen,
      text: null,
      serverAcked: false,
      deliveredAt: null,
      readAt: null,
      readBy: [],
      attempts: 1,
      ciphertexts: 0,
      decryptError: null,
      decryptFailures: 0,
      refusals: 0,
      receipts: [],
      retries: 0,
      content: null,
      ownCopy: null,
      chosen: null,
      download: null,
    };
    this.restore(record);
    return record;
  }

  restore(record: MessageRecord): void {
    this.records.set(`${record.from} ${record.id}`, record);
    if (this.records.size <= MESSAGES_KEPT) return;
    const [oldest] = this.records.keys();
    if (oldest !== undefined) this.records.delete(oldest);
  }

  /** Counts a ciphertext for the recipient's phone unless it is the same as the last one. */
  noteCiphertext(record: MessageRecord, ciphertext: Buffer): void {
    const hash = createHash('sha256').update(ciphertext).digest('base64');
    if (this.lastCiphertext.get(record) === hash) return;
    this.lastCiphertext.set(record, hash);
    record.ciphertexts++;
  }

  /** The newest matches, oldest of them first. */
  list({ from, to, id, limit }: MessageQuery): MessageRecord[] {
    if (from !== undefined && id !== undefined) return [this.find(from, id)].filter((found) => found !== undefined);
    const found: MessageRecord[] = [];
    for (const record of this.newestFirst()) {
      if (from !== undefined && record.from !== from) continue;
      if (to !== undefined && record.to !== to) continue;
      if (id !== undefined && record.id !== id) continue;
      found.push(record);
      if (found.length === limit) break;
    }
    return found.reverse();
  }

  clear(): void {
    this.records.clear();
  }

  private newestFirst(): MessageRecord[] {
    return [...this.records.values()].reverse();
  }
}
