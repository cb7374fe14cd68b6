import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** What a file is encrypted as; the word goes into the derivation of its keys. */
export type FileKind = 'Image' | 'Video' | 'Audio' | 'Document' | 'History';

/** A part of the HMAC stands at the end of an encrypted file. */
const MAC_BYTES = 10;
const BLOCK_BYTES = 16;

export interface SealedFile {
  /** Ciphertext and MAC, as it is uploaded. */
  body: Buffer;
  mediaKey: Buffer;
  fileSha256: Buffer;
  fileEncSha256: Buffer;
  fileLength: number;
}

/** Encrypts a file as WhatsApp does: AES-256-CBC, then HMAC-SHA256 over IV and ciphertext, all keys from one media key. */
export function sealFile(plain: Uint8Array, kind: FileKind, mediaKey = randomBytes(32)): SealedFile {
  const { iv, cipherKey, macKey } = expand(mediaKey, kind);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  const mac = createHmac('sha256', macKey).update(iv).update(ciphertext).digest().subarray(0, MAC_BYTES);
  const body = Buffer.concat([ciphertext, mac]);
  return { body, mediaKey, fileSha256: sha256(plain), fileEncSha256: sha256(body), fileLength: plain.length };
}

export interface OpenedFile {
  /** Of the plain bytes, in hex. */
  sha256: string;
  sizeBytes: number;
  /** The first bytes, by which a file's type is told. */
  head: Buffer;
}

const HEAD_BYTES = 64;

/**
 * Decrypts a file chunk by chunk, hands the chunks on, and gives what it was; keeps none of it.
 * @throws when the MAC or the padding is wrong.
 */
export async function openFile(
  body: AsyncIterable<Buffer>,
  kind: FileKind,
  mediaKey: Uint8Array,
  onChunk: (plain: Buffer) => void = () => undefined,
): Promise<OpenedFile> {
  const { iv, cipherKey, macKey } = expand(mediaKey, kind);
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const hmac = createHmac('sha256', macKey).update(iv);
  const hash = createHash('sha256');
  const opened = { sizeBytes: 0, head: Buffer.alloc(0) };
  const take = (plain: Buffer) => {
    hash.update(plain);
    onChunk(plain);
    opened.sizeBytes += plain.length;
    if (opened.head.length < HEAD_BYTES) opened.head = Buffer.concat([opened.head, plain]).subarray(0, HEAD_BYTES);
  };
  let held = Buffer.alloc(0);
  for await (const chunk of body) {
    held = Buffer.concat([held, chunk]);
    const ciphertext = held.subarray(0, Math.max(0, held.length - MAC_BYTES));
    held = held.subarray(ciphertext.length);
    hmac.update(ciphertext);
    take(decipher.update(ciphertext));
  }
  if (!hmac.digest().subarray(0, MAC_BYTES).equals(held)) throw new Error('the MAC of the file is wrong');
  take(decipher.final());
  return { ...opened, sha256: hash.digest('hex') };
}

function expand(mediaKey: Uint8Array, kind: FileKind) {
  const keys = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), `WhatsApp ${kind} Keys`, 112));
  return { iv: keys.subarray(0, BLOCK_BYTES), cipherKey: keys.subarray(16, 48), macKey: keys.subarray(48, 80) };
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
