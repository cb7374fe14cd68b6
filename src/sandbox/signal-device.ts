import { randomInt } from 'node:crypto';
import { encodeWAMessage, proto, unpadRandomMax16 } from '@whiskeysockets/baileys';
import {
  GroupCipher,
  GroupSessionBuilder,
  ProtocolAddress,
  SenderKeyDistributionMessage,
  SenderKeyName,
  SessionBuilder,
  SessionCipher,
  type PreKey,
  type SessionRecord,
  type SignalStorage,
  type SignedPreKey,
} from 'whatsapp-rust-bridge';
import {
  keyPairFromJson,
  keyPairToJson,
  newKeyPair,
  sign,
  withType,
  type KeyPair,
  type KeyPairJson,
} from './wire/keys.js';

/** `skmsg` is for a group, encrypted with the sender's own key. */
export type CiphertextType = 'pkmsg' | 'msg' | 'skmsg';

export interface Ciphertext {
  type: CiphertextType;
  body: Buffer;
}

export interface PublicPreKey {
  id: number;
  key: Buffer;
}

/** What a stranger needs to open a session: public keys only. The one-time key may be missing. */
export interface Bundle {
  registrationId: number;
  identity: Buffer;
  signedPreKey: PublicPreKey & { signature: Buffer };
  preKey?: PublicPreKey | undefined;
}

/** The bridge speaks of 33-byte public keys. */
interface BridgeKeyPair {
  pubKey: Uint8Array;
  privKey: Uint8Array;
}

const PREKEY_MESSAGE = 3;

/** The name of the device's own sender keys. */
const SELF = 'self.0';

/**
 * One Signal endpoint: device 0 of a simulated user, with real identity, pre-keys and sessions.
 * Calls on one device must not overlap (a ratchet is read, stepped and written); callers take turns.
 */
export class SignalDevice {
  private readonly ciphers = new Map<string, SessionCipher>();
  private readonly storage: SignalStorage;

  private constructor(
    readonly identity: KeyPair,
    readonly registrationId: number,
    private readonly signedPreKey: { pair: KeyPair; signature: Buffer },
    private readonly preKeys: Map<number, KeyPair>,
    private readonly sessions: Map<string, Uint8Array>,
    private nextPreKeyId: number,
    private readonly senderKeys = new Map<string, Uint8Array>(),
    /** By group: the peers that were sent this device's sender key. */
    readonly senderKeyHolders = new Map<string, Set<string>>(),
  ) {
    this.storage = this.makeStorage();
  }

  static create(): SignalDevice {
    const identity = newKeyPair();
    const pair = newKeyPair();
    const signature = sign(identity, withType(pair.public));
    return new SignalDevice(identity, randomInt(1, 16_380), { pair, signature }, new Map(), new Map(), 1);
  }

  /** A bundle with a fresh one-time key, to be handed out once. */
  takeBundle(): Bundle {
    const id = this.nextPreKeyId++;
    const pair = newKeyPair();
    this.preKeys.set(id, pair);
    return {
      registrationId: this.registrationId,
      identity: this.identity.public,
      signedPreKey: { id: 1, key: this.signedPreKey.pair.public, signature: this.signedPreKey.signature },
      preKey: { id, key: pair.public },
    };
  }

  hasSession(peer: string): boolean {
    return this.sessions.has(peer);
  }

  /** Starts a new outgoing session; messages are `pkmsg` until the peer answers. */
  async startSession(peer: string, bundle: Bundle): Promise<void> {
    const { signedPreKey, preKey } = bundle;
    await new SessionBuilder(this.storage, ProtocolAddress.from(peer)).initOutgoing({
      registrationId: bundle.registrationId,
      identityKey: withType(bundle.identity),
      signedPreKey: {
        keyId: signedPreKey.id,
        publicKey: withType(signedPreKey.key),
        signature: signedPreKey.signature,
      },
      ...(preKey && { preKey: { keyId: preKey.id, publicKey: withType(preKey.key) } }),
    });
    // A cipher keeps the session it worked with and would write it back over the new one.
    this.ciphers.get(peer)?.free();
    this.ciphers.delete(peer);
  }

  /** Needs a session. Pads as clients do. */
  encrypt(peer: string, message: proto.IMessage): Promise<Ciphertext> {
    return this.encryptBytes(peer, encodeWAMessage(message));
  }

  /** The same for what need not be a message. */
  async encryptBytes(peer: string, plaintext: Uint8Array): Promise<Ciphertext> {
    const { type, body } = await this.cipher(peer).encrypt(plaintext);
    return { type: type === PREKEY_MESSAGE ? 'pkmsg' : 'msg', body: Buffer.from(body) };
  }

  /** @throws Error with Signal's reason: no session, bad MAC, key used already. */
  async decrypt(peer: string, { type, body }: Ciphertext): Promise<proto.Message> {
    const cipher = this.cipher(peer);
    const padded = await (type === 'pkmsg'
      ? cipher.decryptPreKeyWhisperMessage(body)
      : cipher.decryptWhisperMessage(body));
    return proto.Message.decode(unpadRandomMax16(padded));
  }

  /** This device's key for a group as it is now, made on first use: who has it reads all that is encrypted from here on. */
  async senderKey(group: string): Promise<Buffer> {
    const name = new SenderKeyName(group, ProtocolAddress.from(SELF));
    return Buffer.from((await new GroupSessionBuilder(this.storage).create(name)).serialize());
  }

  /** Needs a sender key. Pads as clients do. */
  async encryptForGroup(group: string, message: proto.IMessage): Promise<Buffer> {
    const cipher = new GroupCipher(this.storage, group, ProtocolAddress.from(SELF));
    return Buffer.from(await cipher.encrypt(encodeWAMessage(message)));
  }

  /** Takes the sender key of a peer for a group. */
  async learnSenderKey(group: string, peer: string, distribution: Uint8Array): Promise<void> {
    const name = new SenderKeyName(group, ProtocolAddress.from(peer));
    const key = SenderKeyDistributionMessage.deserialize(distribution);
    await new GroupSessionBuilder(this.storage).process(name, key);
  }

  /** @throws Error with Signal's reason: no sender key, bad signature, key used already. */
  async decryptFromGroup(group: string, peer: string, body: Uint8Array): Promise<proto.Message> {
    const cipher = new GroupCipher(this.storage, group, ProtocolAddress.from(peer));
    return proto.Message.decode(unpadRandomMax16(await cipher.decrypt(body)));
  }

  /** The next message to the group is encrypted with a new key, which nobody has. */
  forgetSenderKey(group: string): void {
    this.senderKeys.delete(new SenderKeyName(group, ProtocolAddress.from(SELF)).toString());
    this.senderKeyHolders.delete(group);
  }

  toJson(): SignalDeviceJson {
    return {
      identity: keyPairToJson(this.identity),
      registrationId: this.registrationId,
      signedPreKey: {
        pair: keyPairToJson(this.signedPreKey.pair),
        signature: this.signedPreKey.signature.toString('base64'),
      },
      preKeys: [...this.preKeys].map(([id, pair]) => [id, keyPairToJson(pair)]),
      sessions: [...this.sessions].map(([peer, record]) => [peer, Buffer.from(record).toString('base64')]),
      nextPreKeyId: this.nextPreKeyId,
      senderKeys: [...this.senderKeys].map(([name, record]) => [name, Buffer.from(record).toString('base64')]),
      senderKeyHolders: [...this.senderKeyHolders].map(([group, peers]) => [group, [...peers]]),
    };
  }

  static fromJson(json: SignalDeviceJson): SignalDevice {
    return new SignalDevice(
      keyPairFromJson(json.identity),
      json.registrationId,
      {
        pair: keyPairFromJson(json.signedPreKey.pair),
        signature: Buffer.from(json.signedPreKey.signature, 'base64'),
      },
      new Map(json.preKeys.map(([id, pair]) => [id, keyPairFromJson(pair)])),
      new Map(json.sessions.map(([peer, record]) => [peer, Buffer.from(record, 'base64')])),
      json.nextPreKeyId,
      new Map((json.senderKeys ?? []).map(([name, record]) => [name, Buffer.from(record, 'base64')])),
      new Map((json.senderKeyHolders ?? []).map(([group, peers]) => [group, new Set(peers)])),
    );
  }

  private cipher(peer: string): SessionCipher {
    let cipher = this.ciphers.get(peer);
    if (!cipher) this.ciphers.set(peer, (cipher = new SessionCipher(this.storage, ProtocolAddress.from(peer))));
    return cipher;
  }

  private makeStorage(): SignalStorage {
    return {
      loadSession: (peer) => this.sessions.get(peer),
      storeSession: (peer: string, record: SessionRecord) => void this.sessions.set(peer, record.serialize()),
      getOurIdentity: () => toBridge(this.identity),
      getOurRegistrationId: () => this.registrationId,
      // Trust on first use and ever after, as WhatsApp's web client does.
      isTrustedIdentity: () => true,
      loadPreKey: (id) => {
        const pair = this.preKeys.get(id);
        return pair && toBridge(pair);
      },
      removePreKey: (id) => void this.preKeys.delete(id),
      loadSignedPreKey: (): SignedPreKey => ({
        keyId: 1,
        keyPair: toBridge(this.signedPreKey.pair),
        signature: this.signedPreKey.signature,
      }),
      loadSenderKey: (name) => this.senderKeys.get(name),
      storeSenderKey: (name, record) => void this.senderKeys.set(name, record),
    };
  }
}

function toBridge(pair: KeyPair): BridgeKeyPair & PreKey['keyPair'] {
  return { pubKey: withType(pair.public), privKey: pair.private };
}

export interface SignalDeviceJson {
  identity: KeyPairJson;
  registrationId: number;
  signedPreKey: { pair: KeyPairJson; signature: string };
  preKeys: [number, KeyPairJson][];
  sessions: [string, string][];
  nextPreKeyId: number;
  /** Missing in files of before there were groups. */
  senderKeys?: [string, string][];
  senderKeyHolders?: [string, string[]][];
}
