import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import { Curve, generateSignalPubKey, type KeyPair, signedKeyPair } from '@whiskeysockets/baileys';
import { ProtocolAddress, SessionBuilder, SessionCipher, type SessionRecord, type SignalStorage } from 'libsignal';
import { restoreFailedSessions, type SessionCipherPrototype, type SessionEntries } from './failed-sessions.js';

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

describe('when both sides began a session at once', () => {
  beforeAll(() => {
    restoreFailedSessions(
      SessionCipher.prototype as unknown as SessionCipherPrototype,
      records.createEntry().constructor,
    );
    // Sessions are tried in the order of their last use; it prints those it closes.
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => ++now);
    jest.spyOn(console, 'info').mockImplementation(() => undefined);
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterAll(() => jest.restoreAllMocks());

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
