import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { agree, newKeyPair, type KeyPair } from './keys.js';

const PROTOCOL = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const TAG_BYTES = 16;
const NOTHING = Buffer.alloc(0);

function seal(key: Buffer, counter: number, plaintext: Uint8Array, additional: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(counter)).setAAD(additional);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, counter: number, sealed: Uint8Array, additional: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(counter)).setAAD(additional);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
}

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
}

function expand(input: Uint8Array, salt: Buffer): [Buffer, Buffer] {
  const okm = Buffer.from(hkdfSync('sha256', input, salt, NOTHING, 64));
  return [okm.subarray(0, 32), okm.subarray(32)];
}

/** Frame encryption after the handshake: one key and one counter a direction. */
export class Transport {
  private sent = 0;
  private received = 0;

  constructor(
    private readonly sendKey: Buffer,
    private readonly receiveKey: Buffer,
  ) {}

  encrypt(plaintext: Uint8Array): Buffer {
    return seal(this.sendKey, this.sent++, plaintext, NOTHING);
  }

  decrypt(ciphertext: Uint8Array): Buffer {
    return open(this.receiveKey, this.received++, ciphertext, NOTHING);
  }
}

export interface ClientFinish {
  /** The client's long-lived noise key: what a login is recognised by. */
  noiseKey: Buffer;
  payload: proto.ClientPayload;
  transport: Transport;
}

/** The responder's half of Noise XX as WhatsApp speaks it: call answerHello, then readFinish, once each. */
export class Handshake {
  private readonly ephemeral = newKeyPair();
  private hash: Buffer = PROTOCOL;
  private chainingKey: Buffer = PROTOCOL;
  private key: Buffer = PROTOCOL;
  private counter = 0;

  constructor(
    private readonly serverKey: KeyPair,
    private readonly certificateChain: Uint8Array,
    header: Buffer,
  ) {
    this.mixHash(header);
  }

  /** Takes the client hello, gives the server hello. */
  answerHello(frame: Uint8Array): Uint8Array {
    const theirs = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral;
    if (theirs?.length !== 32) throw new Error('client hello without an ephemeral key');
    this.mixHash(theirs);
    this.mixHash(this.ephemeral.public);
    this.mixKey(agree(this.ephemeral, theirs));
    const encryptedStatic = this.encrypt(this.serverKey.public);
    this.mixKey(agree(this.serverKey, theirs));
    const payload = this.encrypt(this.certificateChain);
    const serverHello = { ephemeral: this.ephemeral.public, static: encryptedStatic, payload };
    return proto.HandshakeMessage.encode({ serverHello }).finish();
  }

  readFinish(frame: Uint8Array): ClientFinish {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish;
    if (!finish?.static || !finish.payload) throw new Error('client finish without key or payload');
    const noiseKey = this.decrypt(finish.static);
    this.mixKey(agree(this.ephemeral, noiseKey));
    const payload = proto.ClientPayload.decode(this.decrypt(finish.payload));
    const [clientKey, serverKey] = expand(NOTHING, this.chainingKey);
    return { noiseKey, payload, transport: new Transport(serverKey, clientKey) };
  }

  private mixHash(data: Uint8Array): void {
    this.hash = createHash('sha256').update(this.hash).update(data).digest();
  }

  private mixKey(secret: Uint8Array): void {
    [this.chainingKey, this.key] = expand(secret, this.chainingKey);
    this.counter = 0;
  }

  private encrypt(plaintext: Uint8Array): Buffer {
    const sealed = seal(this.key, this.counter++, plaintext, this.hash);
    this.mixHash(sealed);
    return sealed;
  }

  private decrypt(ciphertext: Uint8Array): Buffer {
    const plaintext = open(this.key, this.counter++, ciphertext, this.hash);
    this.mixHash(ciphertext);
    return plaintext;
  }
}
