const ROUTING_MARK = Buffer.from('ED');
const CLIENT_MARK = Buffer.from('WA');

/** Cuts the client's byte stream into frames. WebSocket messages may hold several frames, or a part of one. */
export class FrameReader {
  private buffered: Buffer = Buffer.alloc(0);
  private header: Buffer | undefined;

  /** The four bytes `WA`, protocol, dictionary version that open the stream; undefined until they arrived. */
  get clientHeader(): Buffer | undefined {
    return this.header;
  }

  /** @throws when the stream does not open like a WhatsApp client. */
  push(chunk: Buffer): Buffer[] {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    if (!this.header && !this.readHeader()) return [];
    const frames: Buffer[] = [];
    while (this.buffered.length >= 3) {
      const end = 3 + this.buffered.readUIntBE(0, 3);
      if (this.buffered.length < end) break;
      frames.push(this.buffered.subarray(3, end));
      this.buffered = this.buffered.subarray(end);
    }
    return frames;
  }

  /** A client that was given routing info puts `ED 00 01 <length> <info>` in front; the handshake hash leaves it out. */
  private readHeader(): boolean {
    if (this.buffered.length < 4) return false;
    if (this.buffered.subarray(0, 2).equals(ROUTING_MARK)) {
      if (this.buffered.length < 7) return false;
      const end = 7 + this.buffered.readUIntBE(4, 3);
      if (this.buffered.length < end + 4) return false;
      this.buffered = this.buffered.subarray(end);
    }
    if (!this.buffered.subarray(0, 2).equals(CLIENT_MARK)) throw new Error('not a WhatsApp client');
    this.header = Buffer.from(this.buffered.subarray(0, 4));
    this.buffered = this.buffered.subarray(4);
    return true;
  }
}

export function frame(body: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(3 + body.length);
  framed.writeUIntBE(body.length, 0, 3);
  framed.set(body, 3);
  return framed;
}
