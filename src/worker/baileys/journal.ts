import { createHash } from 'node:crypto';
import type { AccountPort, Changes } from '../whatsapp/port.js';

/** Redelivered ciphertexts are recognised among this many last ones; far more than can be on their way at once. */
const JOURNAL_LENGTH = 1_000;
const JOURNAL = 'journal';
/** Receipts by which we say that we have a message; as its server answers them (messages-recv.js, rc14). */
const DELIVERY = [undefined, 'inactive', 'sender', 'peer_msg'];
/** One byte of padding, and a message that says nothing: what is left of one that nobody will deliver again. */
const NOTHING = Buffer.from([1]);

/**
 * What was decrypted: no ciphertext can be opened twice, and WhatsApp delivers one again until it has our receipt. Until then the whole
 * plaintext is kept, so that what was broken off is done again; afterwards only that it came, should it come all the same.
 */
export class Journal {
  /** By message id: entries whose message WhatsApp may deliver again. */
  private readonly unconfirmed = new Map<string, string[]>();
  /** Entries that are emptied with the next one that is written. */
  private confirmed: string[] = [];

  constructor(private readonly account: Pick<AccountPort, 'read' | 'olderThanNewest'>) {}

  /** The name of a ciphertext in the journal. */
  static nameOf(ciphertext: Uint8Array): string {
    return createHash('sha256').update(ciphertext).digest('base64');
  }

  find(name: string): Buffer | null {
    const entry = this.account.read(JOURNAL, name) as { plaintext: Buffer } | null;
    return entry && entry.plaintext;
  }

  /** What has to be written to keep it, as of the message with this id. */
  changes(name: string, plaintext: Uint8Array, messageId: string | undefined): Changes {
    if (messageId) this.expect(messageId, name);
    const outlived = this.account.olderThanNewest(JOURNAL_LENGTH - 1, JOURNAL).map((old) => [old, null] as const);
    const emptied = this.confirmed.splice(0).map((old) => [old, { plaintext: NOTHING }] as const);
    const entries = [...emptied, ...outlived, [name, { plaintext: Buffer.from(plaintext) }] as const];
    return { [JOURNAL]: Object.fromEntries(entries) };
  }

  /** WhatsApp's server has taken a receipt of ours. */
  receiptTaken(messageId: string, type: string | undefined): void {
    const names = DELIVERY.includes(type) ? this.unconfirmed.get(messageId) : undefined;
    if (!names) return;
    this.unconfirmed.delete(messageId);
    this.confirmed.push(...names);
  }

  private expect(messageId: string, name: string): void {
    this.unconfirmed.set(messageId, [...(this.unconfirmed.get(messageId) ?? []), name]);
    if (this.unconfirmed.size > JOURNAL_LENGTH) this.unconfirmed.delete(this.unconfirmed.keys().next().value!);
  }
}
