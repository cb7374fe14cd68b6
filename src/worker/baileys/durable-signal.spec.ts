import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import {
  addTransactionCapability,
  type BinaryNode,
  Curve,
  generateSignalPubKey,
  initAuthCreds,
  proto,
  type SignalKeyStoreWithTransaction,
  unpadRandomMax16,
} from '@whiskeysockets/baileys';
import type { InboxFact } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';
import { authStateOf } from './account-keys.js';
import { KeyHolders } from './key-holders.js';
import { durableSignal, Envelopes, type InboundReader } from './durable-signal.js';
import { Journal } from './journal.js';

const silent = { level: 'silent', child: () => silent, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const ALICE = '628111111111@s.whatsapp.net';
const BOB = '628222222222@s.whatsapp.net';

/** An account in memory that remembers every write, in order. */
class MemoryAccount implements AccountPort {
  readonly syncHistory = 'recent';
  readonly sessionId = 'shop';
  readonly values = new Map<string, unknown>();
  readonly writes: { types: string[]; facts: InboxFact[] }[] = [];
  read = (type: string, id: string) => this.values.get(`${type}|${id}`) ?? null;
  olderThanNewest(count: number, type: string): string[] {
    const ids = [...this.values.keys()].filter((key) => key.startsWith(`${type}|`));
    return ids.slice(0, Math.max(0, ids.length - count)).map((key) => key.slice(type.length + 1));
  }
  write(changes: Changes, facts: InboxFact[] = []): void {
    this.writes.push({ types: Object.keys(changes), facts });
    for (const [type, byId] of Object.entries(changes)) {
      for (const [id, value] of Object.entries(byId)) {
        if (value === null) this.values.delete(`${type}|${id}`);
        else this.values.set(`${type}|${id}`, structuredClone(value));
      }
    }
  }
  markPaired = (changes: Changes, facts: InboxFact[]) => this.write(changes, facts);
  barrier = () => null;
  sentMessage = () => Promise.resolve(null);
  sentWire = () => Promise.resolve(null);
}

const reader: InboundReader = {
  read: (stanza, plaintext) =>
    Promise.resolve({
      fact: {
        kind: 'message.undecryptable',
        payload: {
          messageId: stanza.attrs['id'] ?? '',
          chat: '',
          from: '',
          timestamp: 0,
          detail: Buffer.from(plaintext).toString(),
        },
      },
      remember: { lesson: { [stanza.attrs['id'] ?? '']: true } },
    }),
  undecryptable: (stanza, error) => ({
    kind: 'message.undecryptable',
    payload: {
      messageId: stanza.attrs['id'] ?? '',
      chat: '',
      from: '',
      timestamp: 0,
      detail: `failed: ${(error as Error).name}`,
    },
  }),
};

function party(me: string) {
  const account = new MemoryAccount();
  const envelopes = new Envelopes();
  const { keys: store } = authStateOf(account, new KeyHolders());
  const creds = { ...initAuthCreds(), me: { id: me } };
  const keys: SignalKeyStoreWithTransaction = addTransactionCapability(store, silent, {
    maxCommitRetries: 1,
    delayBetweenTriesMs: 0,
  });
  const journal = new Journal(account);
  const repository = durableSignal({ account, journal, envelopes, reader })({ creds, keys }, silent);
  return { account, journal, envelopes, creds, keys, repository };
}

type Party = ReturnType<typeof party>;

async function introduce(from: Party, to: Party, jid: string): Promise<void> {
  const preKey = Curve.generateKeyPair();
  await to.keys.set({ 'pre-key': { '1': preKey } });
  const { registrationId, signedIdentityKey, signedPreKey } = to.creds;
  await from.repository.injectE2ESession({
    jid,
    session: {
      registrationId,
      identityKey: generateSignalPubKey(signedIdentityKey.public),
      signedPreKey: {
        keyId: signedPreKey.keyId,
        publicKey: generateSignalPubKey(signedPreKey.keyPair.public),
        signature: signedPreKey.signature,
      },
      preKey: { keyId: 1, publicKey: generateSignalPubKey(preKey.public) },
    },
  });
}

const encrypt = (from: Party, to: string, text: string) =>
  from.repository.encryptMessage({ jid: to, data: Buffer.from(text) });
const decrypt = async (to: Party, from: string, sealed: Awaited<ReturnType<typeof encrypt>>, id = 'M') => {
  const stanza: BinaryNode = {
    tag: 'message',
    attrs: { id },
    content: [{ tag: 'enc', attrs: {}, content: sealed.ciphertext }],
  };
  to.envelopes.register(stanza);
  return Buffer.from(await to.repository.decryptMessage({ jid: from, ...sealed })).toString();
};

/** Two parties in the middle of a conversation. */
async function conversation() {
  const alice = party(ALICE);
  const bob = party(BOB);
  await introduce(alice, bob, BOB);
  await decrypt(bob, ALICE, await encrypt(alice, BOB, 'hi'));
  await decrypt(alice, BOB, await encrypt(bob, ALICE, 'hello'));
  await decrypt(bob, ALICE, await encrypt(alice, BOB, 'how are you'));
  return { alice, bob };
}

describe('Signal operations of one account', () => {
  // libsignal tells of every failed decryption and every closed session on the console.
  beforeAll(() => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation(() => undefined);
  });
  afterAll(() => jest.restoreAllMocks());

  it('write the ratchet, the journal, what is learnt and the fact of a received message in one step', async () => {
    const { alice, bob } = await conversation();
    bob.account.writes.length = 0;
    await decrypt(bob, ALICE, await encrypt(alice, BOB, 'order 1'), 'M7');
    const [write] = bob.account.writes;
    expect(bob.account.writes).toHaveLength(1);
    expect(write?.types.sort()).toEqual(['journal', 'lesson', 'session']);
    expect(write?.facts.map(({ payload }) => payload)).toMatchObject([{ messageId: 'M7', detail: 'order 1' }]);
  });

  it('answer a redelivered ciphertext from the journal, and tell of it only once', async () => {
    const { alice, bob } = await conversation();
    const sealed = await encrypt(alice, BOB, 'order 2');
    await decrypt(bob, ALICE, sealed);
    bob.account.writes.length = 0;
    expect(await decrypt(bob, ALICE, { ...sealed, ciphertext: Buffer.from(sealed.ciphertext) })).toBe('order 2');
    expect(bob.account.writes).toEqual([]);
  });

  it('forget what a message said when WhatsApp has its receipt, but not that it came', async () => {
    const { alice, bob } = await conversation();
    const sealed = await encrypt(alice, BOB, 'order 2');
    await decrypt(bob, ALICE, sealed, 'M2');
    bob.journal.receiptTaken('M2', undefined);
    await decrypt(bob, ALICE, await encrypt(alice, BOB, 'order 3'), 'M3');
    bob.account.writes.length = 0;
    const again = await decrypt(bob, ALICE, { ...sealed, ciphertext: Buffer.from(sealed.ciphertext) }, 'M2');
    expect(proto.Message.decode(unpadRandomMax16(Buffer.from(again)))).toEqual(proto.Message.create());
    expect(bob.account.writes).toEqual([]);
  });

  it.each(['retry', 'read'])('keep what a message said when WhatsApp has a %s receipt of it', async (type) => {
    const { alice, bob } = await conversation();
    const sealed = await encrypt(alice, BOB, 'order 2');
    await decrypt(bob, ALICE, sealed, 'M2');
    bob.journal.receiptTaken('M2', type);
    await decrypt(bob, ALICE, await encrypt(alice, BOB, 'order 3'), 'M3');
    expect(await decrypt(bob, ALICE, { ...sealed, ciphertext: Buffer.from(sealed.ciphertext) })).toBe('order 2');
  });

  it('stage the ratchet of an encryption before the sending transaction is through', async () => {
    const { alice } = await conversation();
    alice.account.writes.length = 0;
    const aborted = alice.keys.transaction(async () => {
      await encrypt(alice, BOB, 'order 3');
      throw new Error('the process dies here');
    }, ALICE);
    await expect(aborted).rejects.toThrow('dies');
    expect(alice.account.writes.map(({ types }) => types)).toEqual([['session']]);
  });

  it('tell of a message that can not be decrypted', async () => {
    const { alice, bob } = await conversation();
    const sealed = await encrypt(alice, BOB, 'x');
    const bent = Buffer.from(sealed.ciphertext);
    bent[bent.length - 1] = bent[bent.length - 1]! ^ 1;
    bob.account.writes.length = 0;
    await expect(decrypt(bob, ALICE, { ...sealed, ciphertext: bent }, 'M9')).rejects.toThrow();
    expect(bob.account.writes.flatMap(({ facts }) => facts)).toMatchObject([{ payload: { messageId: 'M9' } }]);
  });

  it('keep an open session when a send brings keys for a new one, and replace it outside of a send', async () => {
    const { alice, bob } = await conversation();
    await alice.keys.transaction(() => introduce(alice, bob, BOB), ALICE);
    expect((await encrypt(alice, BOB, 'order 4')).type).toBe('msg');
    await introduce(alice, bob, BOB);
    expect((await encrypt(alice, BOB, 'order 5')).type).toBe('pkmsg');
  });

  it('keep a conversation whole when sends and receives overlap', async () => {
    const { alice, bob } = await conversation();
    for (let round = 0; round < 25; round++) {
      const inbound = await encrypt(bob, ALICE, `in ${round}`);
      // As Baileys does: a send is a transaction under our own id, here one that takes a moment on the way.
      const sending = alice.keys.transaction(async () => {
        const sealed = await encrypt(alice, BOB, `out ${round}`);
        await sleep(1);
        return sealed;
      }, ALICE);
      const [outbound, received] = await Promise.all([sending, decrypt(alice, BOB, inbound)]);
      expect(received).toBe(`in ${round}`);
      expect(await decrypt(bob, ALICE, outbound)).toBe(`out ${round}`);
    }
  });
});
