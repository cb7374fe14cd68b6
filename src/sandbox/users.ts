import { randomBytes, randomInt } from 'node:crypto';
import { formatAddress, parseAddress, type Space } from './wire/jid.js';
import { OfflineQueue } from './offline-queue.js';
import { SignalDevice, type Bundle, type Ciphertext, type PublicPreKey } from './signal-device.js';
import type { MessageRecord } from './ledger.js';
import type { BinaryNode } from './wire/stanza.js';
import { Turns } from './turns.js';

/** The live connection of a companion, as the rest of the server sees it. */
export interface Link {
  send(node: BinaryNode): void;
  end(...nodes: BinaryNode[]): void;
  /** Sends the first half of a stanza's frame, then the connection is gone. */
  cutWithin(node: BinaryNode): void;
}

/** A device linked to a phone: one session of the program under test. */
export class Companion {
  /** Set while a connection is logged in. */
  link: Link | undefined;
  /** The client asked for its queue; from here on stanzas are sent as they come. */
  ready = false;
  /** The phone has sent its history and keys, which happens once a pairing. */
  synced = false;
  preKeys: PublicPreKey[] = [];
  queue = new OfflineQueue();
  /** Whose presence the connection asked for: phone number, and the address it used. */
  readonly subscriptions = new Map<string, string>();

  constructor(
    readonly user: User,
    readonly device: number,
    readonly keyIndex: number,
    readonly platform: string,
    readonly noiseKey: Buffer,
    public bundle: Bundle,
  ) {}

  jid(space: Space): string {
    return formatAddress(space === 'pn' ? this.user.phoneNumber : this.user.lid, space, this.device);
  }

  /** The peer's name in Signal session stores, one for both address spaces. */
  get signalAddress(): string {
    return `${this.user.phoneNumber}.${this.device}`;
  }

  /** Queues the stanza until the client acknowledges it, and sends it if the client is there. */
  deliver(node: BinaryNode): void {
    this.queue.add(node);
    if (this.ready) this.link?.send(node);
  }
}

/** A message on its way to a simulated device 0. */
export interface Envelope {
  /** Null for what companions tell their own phone about themselves; it is no message of anybody's. */
  record: MessageRecord | null;
  /** `id`: of the stanza. Null when another simulated phone sent it: then record.content is the message. */
  sealed: { sender: Companion; id: string; ciphertexts: Ciphertext[] } | null;
}

/** How the person behind a simulated phone acts. */
export interface Behaviour {
  /** An offline phone neither decrypts nor sends receipts; messages wait for it. */
  online: boolean;
  autoRead: boolean;
  /** Text it answers to each received text; null to stay silent. */
  replyWith: string | null;
  /** The address space in which the server presents what it sends. */
  addressing: Space;
  /** With `lid`: the server does not tell its phone number either. */
  hidesNumber: boolean;
  /** Who wants it in a group must send it an invite. */
  groupsByInvite: boolean;
}

export interface BusinessProfile {
  description?: string;
  address?: string;
  email?: string;
  website?: string;
  category?: string;
}

export type Role = 'phone' | 'contact';

/** A WhatsApp user: a simulated phone (device 0) and, for role phone, the companions linked to it. */
export class User {
  readonly companions = new Map<number, Companion>();
  readonly turns = new Turns();
  /** What arrived while the phone was offline. */
  waiting: Envelope[] = [];
  /** Received messages in order, each once. */
  readonly inbox = new Map<string, MessageRecord>();
  /** Users who know this user's devices, so must hear when they change. */
  readonly peers = new Set<string>();
  lastDevice = 0;
  lastKeyIndex = 0;
  about = { text: '', at: 0 };
  /** Phone numbers whose messages do not reach this user. */
  readonly blocked = new Set<string>();
  /** Who may see or do what, by WhatsApp's names; what is not here is open to all. */
  readonly privacy = new Map<string, string>();
  /** What it says of itself as a business; null when it is none. */
  business: BusinessProfile | null = null;
  /** Opens the app state; every companion gets it from the phone. */
  appStateKey = { id: randomBytes(6), data: randomBytes(32) };
  readonly appState = new Map<string, Buffer[]>();

  constructor(
    readonly role: Role,
    readonly phoneNumber: string,
    readonly lid: string,
    public name: string,
    public device: SignalDevice = SignalDevice.create(),
    readonly behaviour: Behaviour = {
      online: true,
      autoRead: false,
      replyWith: null,
      addressing: 'pn',
      hidesNumber: false,
      groupsByInvite: false,
    },
  ) {}

  jid(space: Space): string {
    return formatAddress(space === 'pn' ? this.phoneNumber : this.lid, space);
  }
}

/** All users, by phone number and by LID. */
export class Directory {
  private readonly byNumber = new Map<string, User>();
  private readonly byLid = new Map<string, User>();

  add(user: User): User {
    this.byNumber.set(user.phoneNumber, user);
    this.byLid.set(user.lid, user);
    return user;
  }

  remove(user: User): void {
    this.byNumber.delete(user.phoneNumber);
    this.byLid.delete(user.lid);
  }

  clear(): void {
    this.byNumber.clear();
    this.byLid.clear();
  }

  all(role?: Role): User[] {
    return [...this.byNumber.values()].filter((user) => role === undefined || user.role === role);
  }

  withNumber(phoneNumber: string): User | undefined {
    return this.byNumber.get(phoneNumber);
  }

  withLid(lid: string): User | undefined {
    return this.byLid.get(lid);
  }

  /** The user an address belongs to, in either space, whatever the device. */
  at(jid: string | undefined): User | undefined {
    const address = parseAddress(jid);
    if (!address) return undefined;
    return address.space === 'lid' ? this.byLid.get(address.user) : this.byNumber.get(address.user);
  }

  freeNumber(): string {
    return this.free(this.byNumber, () => `1555${randomInt(1_000_000, 10_000_000)}`);
  }

  freeLid(): string {
    return this.free(this.byLid, () => `1${randomInt(10_000_000, 100_000_000)}${randomInt(100_000, 1_000_000)}`);
  }

  private free(taken: Map<string, User>, candidate: () => string): string {
    for (let attempt = 0; attempt < 1000; attempt++) {
      const value = candidate();
      if (!taken.has(value)) return value;
    }
    throw new Error('the sandbox has no free numbers left');
  }
}
