import { decodeBinaryNode, encodeBinaryNode } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import { frame, FrameReader } from './wire/frames.js';
import type { KeyPair } from './wire/keys.js';
import { Handshake, type ClientFinish, type Transport } from './wire/noise.js';
import type { BinaryNode } from './wire/stanza.js';
import { Turns } from './turns.js';
import type { Companion, Link } from './users.js';

/** What a new companion tells about itself in the handshake. */
export interface Registration {
  noiseKey: Buffer;
  identity: Buffer;
  registrationId: number;
  signedPreKey: { id: number; key: Buffer; signature: Buffer };
  /** What it says it runs in, e.g. chrome. */
  platform: string;
}

/** A pairing code is shown on the companion and not yet typed on the phone. */
export interface CodeRequest {
  phoneNumber: string;
  ref: Buffer;
  wrappedEphemeral: Buffer;
}

export interface ConnectionEvents {
  onLogin(finish: ClientFinish): void;
  /** Called for one stanza after the other. */
  onStanza(node: BinaryNode): void | Promise<void>;
  onProtocolError(error: unknown): void;
}

export interface ServerKeys {
  noise: KeyPair;
  certificateChain: Uint8Array;
}

interface Silence {
  held: BinaryNode[];
  over: Promise<void>;
  wake: () => void;
}

interface Reply {
  resolve(node: BinaryNode): void;
  reject(error: Error): void;
}

/** One WebSocket of a client: frames and Noise below, stanzas above. It becomes a link once its companion has logged in. */
export class Connection implements Link {
  /** Stanzas in both directions. */
  frames = 0;
  companion: Companion | undefined;
  registration: Registration | undefined;
  qrRefs: string[] = [];
  codeRequest: CodeRequest | undefined;

  private readonly reader = new FrameReader();
  private readonly turns = new Turns();
  private readonly replies = new Map<string, Reply>();
  private handshake: Handshake | undefined;
  private transport: Transport | undefined;
  private events: ConnectionEvents | undefined;
  private silent: Silence | undefined;
  private silenceTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly keys: ServerKeys,
    readonly since: number,
  ) {}

  start(events: ConnectionEvents): void {
    this.events = events;
    this.socket.on('message', (data: Buffer) => this.receive(data));
    this.socket.once('close', () => this.closed());
  }

  /** Sends nothing once the socket is closing: whatever matters waits in the companion's queue. */
  send(node: BinaryNode): void {
    if (this.silent) {
      this.silent.held.push(node);
      return;
    }
    const whole = this.seal(node);
    if (whole) this.socket.send(whole);
  }

  cutWithin(node: BinaryNode): void {
    const whole = this.silent ? undefined : this.seal(node);
    if (whole) this.socket.send(whole.subarray(0, whole.length / 2), () => this.drop());
    else this.drop();
  }

  /** Last words, then the WebSocket closes. What a silence held back in either direction is lost, as in a crash. */
  end(...nodes: BinaryNode[]): void {
    clearTimeout(this.silenceTimer);
    this.silent = undefined;
    for (const node of nodes) this.send(node);
    this.socket.close();
  }

  /** Cuts the TCP connection without a goodbye. */
  drop(): void {
    this.socket.terminate();
  }

  /** Neither reads nor sends stanzas, as a server that hangs; goes on where it stopped after `ms`, or when resumed. */
  silence(ms?: number): void {
    clearTimeout(this.silenceTimer);
    if (!this.silent) {
      const held: BinaryNode[] = [];
      let wake = () => {};
      const over = new Promise<void>((resolve) => (wake = resolve));
      this.silent = { held, over, wake };
    }
    if (ms !== undefined) this.silenceTimer = setTimeout(() => this.resume(), ms);
  }

  resume(): void {
    const { silent } = this;
    if (!silent) return;
    clearTimeout(this.silenceTimer);
    this.silent = undefined;
    for (const node of silent.held) this.send(node);
    silent.wake();
  }

  /** The client's answer to the iq with this id. @throws when it does not come in timeoutMs, or the connection ends. */
  reply(id: string, timeoutMs: number): Promise<BinaryNode> {
    return new Promise<BinaryNode>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the client did not answer in time')), timeoutMs);
      const settled = () => {
        clearTimeout(timer);
        this.replies.delete(id);
      };
      this.replies.set(id, {
        resolve: (node) => (settled(), resolve(node)),
        reject: (error) => (settled(), reject(error)),
      });
    });
  }

  /** Hands a stanza to whoever waits for it under this name; false when nobody does. */
  settle(name: string, node: BinaryNode): boolean {
    const reply = this.replies.get(name);
    reply?.resolve(node);
    return reply !== undefined;
  }

  /** The frame of a stanza; undefined when there is nobody to send it to. */
  private seal(node: BinaryNode): Buffer | undefined {
    if (this.socket.readyState !== this.socket.OPEN || !this.transport) return undefined;
    this.frames++;
    return frame(this.transport.encrypt(encodeBinaryNode(node)));
  }

  private receive(chunk: Buffer): void {
    let frames: Buffer[];
    try {
      frames = this.reader.push(chunk);
    } catch (error) {
      this.fail(error);
      return;
    }
    for (const body of frames) void this.turns.run(() => this.readFrame(body)).catch((error) => this.fail(error));
  }

  private async readFrame(body: Buffer): Promise<void> {
    if (this.silent) await this.silent.over;
    if (!this.transport) {
      this.shakeHands(body);
      return;
    }
    this.frames++;
    const node = await decodeBinaryNode(this.transport.decrypt(body));
    const isReply = node.tag === 'iq' && (node.attrs.type === 'result' || node.attrs.type === 'error');
    if (isReply && this.settle(node.attrs.id ?? '', node)) return;
    await this.events?.onStanza(node);
  }

  private shakeHands(body: Buffer): void {
    if (!this.handshake) {
      const header = this.reader.clientHeader;
      if (!header) throw new Error('frame before the stream header');
      this.handshake = new Handshake(this.keys.noise, this.keys.certificateChain, header);
      this.socket.send(frame(this.handshake.answerHello(body)));
      return;
    }
    const finish = this.handshake.readFinish(body);
    this.transport = finish.transport;
    this.events?.onLogin(finish);
  }

  private closed(): void {
    clearTimeout(this.silenceTimer);
    for (const reply of [...this.replies.values()]) reply.reject(new Error('the client closed the connection'));
  }

  private fail(error: unknown): void {
    this.events?.onProtocolError(error);
    this.drop();
  }
}
