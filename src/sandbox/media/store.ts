import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { proto } from '@whiskeysockets/baileys';
import { sealFile, type FileKind } from './cipher.js';

/** Names are the SHA-256 of what is stored in base64url, with a number behind it when the file was uploaded again. */
const NAME = /^[\w-]{43}(\.\d+)?$/;
const PATH = /^\/v\/([^/.]+(?:\.\d+)?)\.enc$/;

/** How a message refers to a file; without key and hash of the ciphertext to one that is not encrypted. */
export interface FileReference {
  url: string;
  directPath: string;
  mediaKey?: Uint8Array;
  fileSha256: Uint8Array;
  fileEncSha256?: Uint8Array;
  fileLength: number;
}

export type GoneStatus = 404 | 410;

/** The files that WhatsApp holds, one a file in a folder. Those of channels are plain, all others encrypted: it cannot read them. */
export class MediaStore {
  /** Host and port at which clients reach the media server; set when it listens. */
  host = '';
  /** What `media_conn` hands out, and an upload must show. */
  readonly auth = randomBytes(18).toString('base64url');
  private readonly gone = new Map<string, GoneStatus>();

  constructor(private readonly dir: string) {}

  open(): void {
    mkdirSync(this.dir, { recursive: true });
  }

  /** Where a file is found; the query is part of it, as with WhatsApp's. */
  directPath(name: string): string {
    return `/v/${name}.enc?ccb=11-4&oh=sandbox`;
  }

  url(name: string): string {
    return `https://${this.host}${this.directPath(name)}&mms3=true`;
  }

  /** The name in a path, without host and query; undefined for a path that is not of this store. */
  nameIn(path: string): string | undefined {
    const name = PATH.exec(path.split('?')[0] ?? '')?.[1];
    return name !== undefined && NAME.test(name) ? name : undefined;
  }

  /** Bytes of the file; undefined when there is none, or the status of one that is gone. */
  find(name: string): { sizeBytes: number } | { gone: GoneStatus } | undefined {
    const status = this.gone.get(name);
    if (status !== undefined) return { gone: status };
    return existsSync(this.file(name)) ? { sizeBytes: statSync(this.file(name)).size } : undefined;
  }

  read(name: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.file(name), range);
  }

  /** Keeps what is uploaded under this name. @throws when it is not what the name says, and keeps nothing. */
  async put(name: string, body: Readable, through: Transform): Promise<void> {
    const draft = join(this.dir, `${name}.${randomBytes(4).toString('hex')}.part`);
    const hash = createHash('sha256');
    try {
      await pipeline(body, through, tap(hash), createWriteStream(draft));
      if (hash.digest('base64url') !== name) throw new Error('the upload is not what its token says');
      await rename(draft, this.file(name));
      this.gone.delete(name);
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Encrypts and keeps a file, as the phone of a sender does. */
  async publish(plain: Uint8Array, kind: FileKind): Promise<FileReference> {
    const { body, ...keys } = sealFile(plain, kind);
    const name = keys.fileEncSha256.toString('base64url');
    await writeFile(this.file(name), body);
    return { url: this.url(name), directPath: this.directPath(name), ...keys };
  }

  /** Keeps a file that all may read, as what is posted in channels. */
  async publishPlain(plain: Uint8Array): Promise<FileReference> {
    const fileSha256 = createHash('sha256').update(plain).digest();
    const name = fileSha256.toString('base64url');
    await writeFile(this.file(name), plain);
    return { url: this.url(name), directPath: this.directPath(name), fileSha256, fileLength: plain.length };
  }

  /** The file is answered with this status from now on. */
  expire(name: string, status: GoneStatus): void {
    this.gone.set(name, status);
  }

  /** Keeps the same bytes under a new name, as a phone that uploads them again. @throws when they were never here. */
  async publishAgain(name: string): Promise<string> {
    const [base = name] = name.split('.');
    const taken = readdirSync(this.dir).filter((file) => file.startsWith(base)).length;
    const again = `${base}.${taken}`;
    await link(this.file(name), this.file(again));
    return again;
  }

  private file(name: string): string {
    return join(this.dir, name);
  }
}

/** The name of the file that a part of a message refers to. */
export function nameOf(store: MediaStore, file: { directPath?: string | null }): string | undefined {
  return file.directPath ? store.nameIn(file.directPath) : undefined;
}

/** A part of a message that is a file. */
export type FileMessage = Pick<
  proto.Message.IDocumentMessage,
  'directPath' | 'url' | 'mediaKey' | 'fileSha256' | 'fileEncSha256'
>;

function tap(hash: { update(chunk: Buffer): unknown }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}
