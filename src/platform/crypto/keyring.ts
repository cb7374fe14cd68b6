import { createHash } from 'node:crypto';
import { deriveKey } from './derive.js';
import { open, seal } from './envelope.js';

// Layout: version(1) name of the key(6), and what `seal` gives; the first two are authenticated with the place.
const VERSION = 2;
const NAME_BYTES = 6;
const HEADER_BYTES = 1 + NAME_BYTES;
const ENVELOPE_BYTES = 29;
const KEY_BYTES = 32;

/** Something was sealed with a key that is not on the ring. The message says which one, by its name. */
export class KeyMissing extends Error {
  constructor(readonly keyId: string) {
    super(`the encryption key ${keyId} is missing: it is neither ENCRYPTION_KEY nor one of ENCRYPTION_KEYS_PREVIOUS`);
    this.name = 'KeyMissing';
  }
}

/**
 * The installation's keys: one that seals, and older ones that open what was sealed before. Whatever is sealed names its key, so
 * that it is known when an older one is not needed any more. What was sealed before keys had names is tried with each.
 */
export class Keyring {
  private constructor(
    /** The name of the key that seals, in hexadecimal digits. It tells nothing of the key. */
    readonly keyId: string,
    private readonly keys: Map<string, Buffer>,
  ) {}

  /** Of keys of 32 bytes: the one that seals, and those that only open. */
  static of(writable: Buffer, previous: Buffer[] = []): Keyring {
    return new Keyring(nameOf(writable), new Map([writable, ...previous].map((key) => [nameOf(key), key])));
  }

  get previousKeyIds(): string[] {
    return [...this.keys.keys()].filter((id) => id !== this.keyId);
  }

  /** The first of the keys that only open, or the one there is: what an installation had before it was given another key. */
  get oldest(): Buffer {
    return this.keys.get(this.previousKeyIds[0] ?? this.keyId)!;
  }

  /** What sealed data begins with that needs no other key: for comparing columns in SQL. */
  get currentHeader(): Buffer {
    return headerOf(this.keyId);
  }

  /** A ring of keys for one purpose, under the names of the keys that they come from. */
  derived(label: string): Keyring {
    return new Keyring(this.keyId, new Map([...this.keys].map(([id, key]) => [id, deriveKey(key, label)])));
  }

  /** Encrypts and authenticates. `place` names where the result belongs: opened for another place it is refused. */
  seal(plaintext: Buffer, place: string): Buffer {
    const header = headerOf(this.keyId);
    return Buffer.concat([header, seal(this.keys.get(this.keyId)!, plaintext, bound(header, place))]);
  }

  /** Throws {@link KeyMissing}, and an error when the `place` is another one or any byte was changed. */
  open(sealed: Buffer, place: string): Buffer {
    if (sealed[0] !== VERSION) return this.openUnnamed(sealed, place);
    const keyId = sealed.toString('hex', 1, HEADER_BYTES);
    const key = this.keys.get(keyId);
    if (!key) throw new KeyMissing(keyId);
    return open(key, sealed.subarray(HEADER_BYTES), bound(sealed.subarray(0, HEADER_BYTES), place));
  }

  /** Seals a data key of 32 bytes. */
  wrap(dataKey: Buffer, place: string): Buffer {
    if (dataKey.length !== KEY_BYTES) throw new RangeError('a data key has 32 bytes');
    return this.seal(dataKey, place);
  }

  sealText(text: string, place: string): string {
    return this.seal(Buffer.from(text, 'utf8'), place).toString('base64');
  }

  openText(sealed: string, place: string): string {
    return this.open(Buffer.from(sealed, 'base64'), place).toString('utf8');
  }

  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: Buffer): boolean {
    return sealed.subarray(0, HEADER_BYTES).equals(this.currentHeader);
  }

  private openUnnamed(sealed: Buffer, place: string): Buffer {
    for (const key of this.keys.values()) {
      try {
        return open(key, sealed, Buffer.from(place, 'utf8'));
      } catch {
        continue; // Perhaps the next one.
      }
    }
    throw new Error('sealed data was changed, belongs elsewhere, or needs an encryption key that is missing');
  }
}

/** The most bytes that a wrapped data key takes, and how many it takes by its first byte. */
export const WRAPPED_KEY_BYTES = HEADER_BYTES + ENVELOPE_BYTES + KEY_BYTES;

export function wrappedKeyBytes(first: number | undefined): number {
  return first === VERSION ? WRAPPED_KEY_BYTES : WRAPPED_KEY_BYTES - HEADER_BYTES;
}

function nameOf(key: Buffer): string {
  return createHash('sha256')
    .update('wagate/encryption-key-id\0')
    .update(key)
    .digest('hex')
    .slice(0, 2 * NAME_BYTES);
}

function headerOf(keyId: string): Buffer {
  return Buffer.from([VERSION, ...Buffer.from(keyId, 'hex')]);
}

function bound(header: Buffer, place: string): Buffer {
  return Buffer.concat([header, Buffer.from(place, 'utf8')]);
}
