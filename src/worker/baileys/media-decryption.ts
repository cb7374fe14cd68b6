import { createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import type { MediaMessageType, MediaSource } from '../../contracts/index.js';
import { MediaDamaged } from '../whatsapp/port.js';

/** What WhatsApp calls a kind of file where it derives its keys (MEDIA_HKDF_KEY_MAPPING in Baileys, rc14). */
const KEY_NAMES: Record<MediaMessageType | 'history', string> = {
  history: 'History',
  image: 'Image',
  sticker: 'Image',
  video: 'Video',
  videoNote: 'Video',
  audio: 'Audio',
  voice: 'Audio',
  document: 'Document',
};

/** The end of a file: the first bytes of the HMAC of all that is before it. */
const MAC_BYTES = 10;

/** What opens a file. */
export type EncryptedFile = Pick<MediaSource, 'sha256' | 'encSha256'> & {
  mediaKey: string;
  type: MediaMessageType | 'history';
};

/**
 * Decrypts a file of WhatsApp as it passes: AES-256-CBC, then 10 bytes of an HMAC of the IV and the ciphertext. Its end fails with
 * MediaDamaged unless the HMAC and the hashes that the message told are those of what passed: nothing may be kept before.
 */
export class MediaDecryption extends Transform {
  private readonly cipher;
  private readonly mac;
  private readonly encrypted = createHash('sha256');
  private readonly plain = createHash('sha256');
  private held = Buffer.alloc(0);

  constructor(private readonly source: EncryptedFile) {
    super();
    const info = `WhatsApp ${KEY_NAMES[source.type]} Keys`;
    const keys = Buffer.from(hkdfSync('sha256', Buffer.from(source.mediaKey, 'base64'), Buffer.alloc(32), info, 112));
    const iv = keys.subarray(0, 16);
    this.cipher = createDecipheriv('aes-256-cbc', keys.subarray(16, 48), iv);
    this.mac = createHmac('sha256', keys.subarray(48, 80)).update(iv);
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.encrypted.update(data);
    const all = Buffer.concat([this.held, data]);
    const sure = Math.max(0, all.length - MAC_BYTES);
    this.held = all.subarray(sure);
    const ciphertext = all.subarray(0, sure);
    this.mac.update(ciphertext);
    done(null, this.hashed(this.cipher.update(ciphertext)));
  }

  override _flush(done: TransformCallback): void {
    const mac = this.mac.digest().subarray(0, MAC_BYTES);
    if (this.held.length !== MAC_BYTES || !timingSafeEqual(mac, this.held))
      return done(new MediaDamaged('its seal is wrong'));
    try {
      this.push(this.hashed(this.cipher.final()));
    } catch (cause) {
      return done(new MediaDamaged('it can not be decrypted', { cause }));
    }
    const { sha256, encSha256 } = this.source;
    const asTold = matches(this.plain.digest(), sha256) && matches(this.encrypted.digest(), encSha256);
    done(asTold ? null : new MediaDamaged('it is not the file that the message tells of'));
  }

  private hashed(plaintext: Buffer): Buffer {
    this.plain.update(plaintext);
    return plaintext;
  }
}

/** Lets a file pass that was never encrypted. Its end fails with MediaDamaged when it is not the one that the message tells of. */
export class PlainFile extends Transform {
  private readonly hash = createHash('sha256');

  constructor(private readonly sha256: string | null) {
    super();
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(data);
    done(null, data);
  }

  override _flush(done: TransformCallback): void {
    const asTold = matches(this.hash.digest(), this.sha256);
    done(asTold ? null : new MediaDamaged('it is not the file that the message tells of'));
  }
}

function matches(hash: Buffer, told: string | null): boolean {
  return told === null || told === hash.toString('base64');
}
