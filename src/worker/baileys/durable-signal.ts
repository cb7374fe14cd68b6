import {
  type BinaryNode,
  DEFAULT_CONNECTION_CONFIG,
  type SignalKeyStoreWithTransaction,
  type SocketConfig,
} from '@whiskeysockets/baileys';
import type { InboxFact } from '../../contracts/index.js';
import { checkpoint } from '../../platform/checkpoints/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';
import { FACTS } from './account-keys.js';
import { Journal } from './journal.js';
import { withoutSkippedKeys } from './sender-key-record.js';

type MakeRepository = SocketConfig['makeSignalRepository'];
type Repository = ReturnType<MakeRepository>;

/** What an encryption changes and a frame depends on. */
const RATCHETS = ['session', 'sender-key'];

/** What a decrypted stanza means. */
export interface Reading {
  /** Null: nothing that is to be told yet. */
  fact: InboxFact | null;
  /** What the account has to remember of it. */
  remember: Changes;
}

export interface InboundReader {
  /** Null for what concerns only the protocol. */
  read(
    stanza: BinaryNode,
    plaintext: Uint8Array,
    phoneOfLid: (lid: string) => Promise<string | null>,
  ): Promise<Reading | null>;
  undecryptable(stanza: BinaryNode, error: unknown): InboxFact | null;
}

/** The encrypted parts of stanzas under way, so that what is decrypted can be traced to its stanza. */
export class Envelopes {
  private readonly stanzas = new WeakMap<Uint8Array, BinaryNode>();

  register(stanza: BinaryNode): void {
    if (!Array.isArray(stanza.content)) return;
    for (const { content } of stanza.content) {
      if (content instanceof Uint8Array) this.stanzas.set(content, stanza);
    }
  }

  of(ciphertext: Uint8Array): BinaryNode | undefined {
    return this.stanzas.get(ciphertext);
  }
}

export interface SignalParts {
  account: AccountPort;
  journal: Journal;
  envelopes: Envelopes;
  reader: InboundReader;
}

/**
 * Baileys' Signal repository made safe, through its public option:
 * - one mutex per account around every operation, the same that Baileys sends under, since a send that overlaps a receive
 *   breaks the session;
 * - a message that was decrypted is written to the journal and the inbox in the transaction that moves the ratchet, and a
 *   ciphertext that comes again is answered from the journal;
 * - a send never replaces a session that is open: Baileys fetches new keys with every look-up of a recipient's devices
 *   (`Force-refresh` in messages-send.js, rc14), and what is on its way in the old session meanwhile can become unreadable.
 *   A recipient that asks for a message again still gets a new session: that comes outside of a send;
 * - what an encryption changed is staged before the frame is written, so that the output gate can wait for it.
 */
export function durableSignal({ account, journal, envelopes, reader }: SignalParts): MakeRepository {
  return (auth, logger, pnToLid) => {
    const keys = auth.keys as SignalKeyStoreWithTransaction;
    let encrypting = 0;
    const writeAhead: SignalKeyStoreWithTransaction = {
      ...keys,
      set: (data) => {
        if (encrypting === 0) return keys.set(data);
        const slim = withSlimSenderKeys(data as Changes);
        account.write(ratchetsOf(slim));
        return keys.set(slim);
      },
    };
    const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ ...auth, keys: writeAhead }, logger, pnToLid);
    // The label that relayMessage and uploadPreKeys use (seen in rc14): only so it is one mutex.
    const label = () => (auth.creds as { me?: { id: string } }).me?.id ?? 'unpaired';
    const exclusively = <T>(work: () => Promise<T>) => keys.transaction(work, label());
    const encrypted = <T>(work: () => Promise<T>) =>
      exclusively(async () => {
        encrypting++;
        try {
          return await work();
        } finally {
          encrypting--;
          checkpoint('send.encrypted');
        }
      });

    const journaled = async (ciphertext: Uint8Array, decrypt: () => Promise<Uint8Array>): Promise<Uint8Array> => {
      const stanza = envelopes.of(ciphertext);
      try {
        return await exclusively(async () => {
          const name = Journal.nameOf(ciphertext);
          const known = journal.find(name);
          if (known) return known;
          const plaintext = await decrypt();
          checkpoint('receive.decrypted');
          const reading = stanza && (await reader.read(stanza, plaintext, (lid) => inner.lidMapping.getPNForLID(lid)));
          await keys.set({
            ...journal.changes(name, plaintext, stanza?.attrs['id']),
            ...reading?.remember,
            ...(reading?.fact && { [FACTS]: { [name]: reading.fact } }),
          } as never);
          checkpoint('receive.staged');
          return plaintext;
        });
      } catch (error) {
        const fact = stanza ? reader.undecryptable(stanza, error) : null;
        if (fact) account.write({}, [fact]);
        throw error;
      }
    };

    return {
      ...inner,
      decryptMessage: (options) => journaled(options.ciphertext, () => inner.decryptMessage(options)),
      decryptGroupMessage: (options) => journaled(options.msg, () => inner.decryptGroupMessage(options)),
      encryptMessage: (options) => encrypted(() => inner.encryptMessage(options)),
      encryptGroupMessage: (options) => encrypted(() => inner.encryptGroupMessage(options)),
      getSenderKeyDistributionMessage: (options) => encrypted(() => inner.getSenderKeyDistributionMessage(options)),
      injectE2ESession: (options) => {
        const sending = keys.isInTransaction();
        return exclusively(async () => {
          if (sending && (await inner.validateSession(options.jid)).exists) return;
          await inner.injectE2ESession(options);
        });
      },
      processSenderKeyDistributionMessage: (options) =>
        exclusively(() => inner.processSenderKeyDistributionMessage(options)),
      migrateSession: (from, to) => exclusively(() => inner.migrateSession(from, to)),
      deleteSession: (jids) => exclusively(() => inner.deleteSession(jids)),
    } satisfies Repository;
  };
}

function ratchetsOf(data: Changes): Changes {
  return Object.fromEntries(Object.entries(data).filter(([type]) => RATCHETS.includes(type)));
}

function withSlimSenderKeys(data: Changes): Changes {
  const { 'sender-key': senderKeys, ...rest } = data;
  if (!senderKeys) return data;
  const slim = Object.entries(senderKeys).map(([id, record]) => [id, withoutSkippedKeys(record as Uint8Array)]);
  return { ...rest, 'sender-key': Object.fromEntries(slim) as Changes[string] };
}
