import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import { Curve, generateSignalPubKey, type KeyPair, signedKeyPair } from '@whiskeysockets/baileys';
import { ProtocolAddress, SessionBuilder, SessionCipher, type SessionRecord, type SignalStorage } from 'libsignal';
import { restoreFailedSessions, type SessionCipherPrototype, type SessionEntries } from './failed-sessions.js';
import { forgetOldChains, type RatchetPrototype } from './old-chains.js';

const require = createRequire(import.meta.url);
const records = require('libsignal/src/session_record.js') as { createEntry(): { constructor: SessionEntries } };

type Ciphertext = Awaited<ReturnType<SessionCipher['encrypt']>>;

const withType = ({ public: key, private: secret }: KeyPair) => ({
  pubKey: Buffer.from(generateSignalPubKey(key)),
  privKey: Buffer.from(secret),
});

/** One side of a conversation of two, with keys and sessions in memory. */
class Side {
  private readonly identity = Curve.generateKeyPair();
  private readonly signed = signedKeyPair(this.identity, 1);
  private readonly oneTime = Curve.generateKeyPair();
  private record: SessionRecord | null = null;
  private readonly storage = {
    loadSession: () => Promise.resolve(this.record),
    storeSession: (_id: string, record: SessionRecord) => Promise.resolve(void (this.record = record)),
    isTrustedIdentity: () => true,
    loadPreKey: () => Promise.resolve(withType(this.oneTime)),
    removePreKey: () => undefined,
    loadSignedPreKey: () => withType(this.signed.keyPair),
    getOurRegistrationId: () => 1,
    getOurIdentity: () => withType(this.identity),
  } satisfies SignalStorage;
  private readonly address = new ProtocolAddress('peer', 0);
  private readonly cipher = new SessionCipher(this.storage, this.address);

  /** Begins a session with the other side by its public keys. */
  async begin(other: Side): Promise<void> {
    await new SessionBuilder(this.storage, this.address).initOutgoing({
      registrationId: 1,
      identityKey: withType(other.identity).pubKey,
      signedPreKey: { keyId: 1, publicKey: withType(other.signed.keyPair).pubKey, signature: other.signed.signature },
      preKey: { keyId: 1, publicKey: withType(other.oneTime).pubKey },
    });
  }

  /** How long the record of its sessions is as text. */
  get recordLength(): number {
    return JSON.stringify((this.record as unknown as { serialize(): object }).serialize()).length;
  }

  encrypt(text: string): Promise<Ciphertext> {
    return this.cipher.encrypt(Buffer.from(text));
  }

  async decrypt({ type, body }: Ciphertext): Promise<string> {
    const bytes = Buffer.from(body, 'binary');
    const plaintext =
      type === 3 ? this.cipher.decryptPreKeyWhisperMessage(bytes) : this.cipher.decryptWhisperMessage(bytes);
    return (await plaintext).toString();
  }
}

beforeAll(() => {
  const cipher: unknown = SessionCipher.prototype;
  restoreFailedSessions(cipher as SessionCipherPrototype, records.createEntry().constructor);
  forgetOldChains(cipher as RatchetPrototype);
  // Sessions are tried in the order of their last use; it prints those it closes, and failures.
  let now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => ++now);
  for (const method of ['info', 'warn', 'error'] as const)
    jest.spyOn(console, method).mockImplementation(() => undefined);
});
afterAll(() => jest.restoreAllMocks());

describe('when both sides began a session at once', () => {
  it('a message of one session leaves the other one able to decrypt and to encrypt', async () => {
    const [ours, theirs] = [new Side(), new Side()];
    await ours.begin(theirs);
    await theirs.begin(ours);
    const first = await theirs.encrypt('in their session');
    const late = await theirs.encrypt('in their session, late');
    expect(await theirs.decrypt(await ours.encrypt('in ours'))).toBe('in ours');
    const answer = await theirs.encrypt('in ours');
    expect(await ours.decrypt(first)).toBe('in their session');
    expect(await ours.decrypt(answer)).toBe('in ours');
    expect(await ours.decrypt(late)).toBe('in their session, late');
    expect(await theirs.decrypt(await ours.encrypt('an answer'))).toBe('an answer');
  });
});

describe('a conversation that goes to and fro', () => {
  /** Each says something, so many times. */
  async function talk(ours: Side, theirs: Side, times: number): Promise<void> {
    for (let n = 0; n < times; n++) {
      expect(await theirs.decrypt(await ours.encrypt(`ours ${n}`))).toBe(`ours ${n}`);
      expect(await ours.decrypt(await theirs.encrypt(`theirs ${n}`))).toBe(`theirs ${n}`);
    }
  }

  async function acquainted(): Promise<[Side, Side]> {
    const [ours, theirs] = [new Side(), new Side()];
    await ours.begin(theirs);
    await talk(ours, theirs, 10);
    return [ours, theirs];
  }

  it('takes no more room after many messages than after some', async () => {
    const [ours, theirs] = await acquainted();
    const before = ours.recordLength;
    await talk(ours, theirs, 60);
    expect(ours.recordLength).toBeLessThan(before * 1.1);
  });

  it('has room for a message that comes many others late', async () => {
    const [ours, theirs] = await acquainted();
    const late = await theirs.encrypt('late');
    await talk(ours, theirs, 30);
    expect(await ours.decrypt(late)).toBe('late');
    await talk(ours, theirs, 2);
  });

  it('goes on after a message came again whose chain is forgotten', async () => {
    const [ours, theirs] = await acquainted();
    const message = await theirs.encrypt('once');
    await ours.decrypt(message);
    await talk(ours, theirs, 12);
    await expect(ours.decrypt(message)).rejects.toThrow();
    await talk(ours, theirs, 2);
  });
});
