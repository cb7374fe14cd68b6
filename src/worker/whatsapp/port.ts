import type { Readable } from 'node:stream';
import type {
  InboxFact,
  MediaOrigin,
  MediaSource,
  OutboxMessage,
  PairingCodeAnswer,
  PresenceUpdatedFact,
  SyncHistory,
} from '../../contracts/index.js';
import type { Channels } from './channels.js';
import type { Chats } from './chats.js';
import type { Groups } from './groups.js';
import type { Labels } from './labels.js';
import type { ProxyReason } from '../../platform/egress/index.js';
import type { People, Profile } from './people.js';

/** Changes to what an account remembers, by type and id; null forgets. Values are plain data and buffers. */
export type Changes = Record<string, Record<string, unknown>>;

/** `soon`: no frame waits for it, so that it may go into the next commit, if there is one within milliseconds. */
export type Urgency = 'now' | 'soon';

/**
 * What a connection may do with the account it runs on. Everything written or reported in one call becomes durable
 * together; frames that depend on it must wait for {@link AccountPort.barrier}.
 */
export interface AccountPort {
  readonly sessionId: string;
  readonly syncHistory: SyncHistory;
  read(type: string, id: string): unknown;
  /** The ids of a type that were written before its newest `count`, the oldest first. */
  olderThanNewest(count: number, type: string): string[];
  write(changes: Changes, facts?: InboxFact[], urgency?: Urgency): void;
  markPaired(changes: Changes, facts: InboxFact[]): void;
  /**
   * Null when everything written so far is durable; else a promise that resolves when it is. It rejects when the account
   * is lost to another owner: then nothing may leave any more.
   */
  barrier(): Promise<void> | null;
  /** What was sent under this id, for a recipient's device that asks for it again. */
  sentMessage(messageId: string): Promise<OutboxMessage | null>;
  /** The bytes that {@link Connection.prepare} gave for it; null for all that needed none. */
  sentWire(messageId: string): Promise<Uint8Array | null>;
}

/** What a connection tells of itself while it lives. Calls come in order and never after `ended` has settled. */
export interface ConnectionEvents {
  /** There is a QR code to scan. Replaced by every further call. */
  qr(qr: string, expiresAt: Date): void;
  /** The account is logged in; live questions can be asked. */
  open(): void;
  /** What came in while we were away has been taken; sending may begin. */
  ready(): void;
  /** WhatsApp's server has answered for a message: null when it took it, else its error code. */
  acknowledged(messageId: string, error: string | null): void;
  /** What somebody does who is watched. */
  presence(seen: PresenceUpdatedFact): void;
  /** WhatsApp lets the account write to known chats only, or (false) does so no more. Null: it did not say until when. */
  restricted(until: Date | null | false): void;
}

/** Why a connection is over, in the numbers of WhatsApp and of Baileys. */
export interface ConnectionEnd {
  code: number;
  /** For people and logs: what was seen, without addresses. */
  detail: string;
  /** Whether the account was paired when it ended. */
  paired: boolean;
  /** Set when it was the account's proxy that did not let it through. */
  proxy?: ProxyReason;
}

/** Calls that others make to the account. */
export interface Calls {
  /** Throws CALL_NOT_FOUND for one that was never offered, or long ago. */
  reject(callId: string): Promise<void>;
}

export interface Connection {
  readonly people: People;
  readonly profile: Profile;
  readonly channels: Channels;
  /** Groups, and what the account may do in them. */
  readonly groups: Groups;
  readonly chats: Chats;
  readonly labels: Labels;
  readonly calls: Calls;
  /** Settles once, with the reason. Never rejects. */
  readonly ended: Promise<ConnectionEnd>;
  /**
   * Hands a message to WhatsApp. Resolves when the bytes are written, which says nothing of their arrival: wait for
   * `acknowledged`. Rejects when it is unknown or certain that they were not written; with NotSendable when they never will be.
   * `again`: it was tried before, so WhatsApp is asked anew which devices the recipient has.
   */
  send(message: OutboxMessage, wire: Uint8Array | null, again: boolean): Promise<void>;
  /**
   * What must be done once before a message with a file can be sent, however often that is: uploads the file, and gives the message
   * as it is to be sent, to be kept. Null for all other messages. Throws ObjectMissing when the file is gone, NotSendable as `send` does; other errors pass.
   */
  prepare(message: OutboxMessage): Promise<Uint8Array | null>;
  /** A code to type into the phone, instead of a QR code. Only while there is a QR code. */
  pairingCode(phoneNumber: string): Promise<PairingCodeAnswer>;
  /** Unlinks this device on WhatsApp's side, then ends. */
  logout(): Promise<void>;
  /**
   * The bytes of a received file, decrypted as they are read; the end fails with MediaDamaged when they are not the right ones.
   * Throws MediaGone when neither WhatsApp nor the phone has it. Other errors say nothing of the file.
   */
  openMedia(source: MediaSource, origin: MediaOrigin, signal: AbortSignal): Promise<Readable>;
  /** Ends without unlinking, within a second. */
  close(): Promise<void>;
}

/** WhatsApp would not take the message, whenever it is sent. `reason` is a word for programs. */
export class NotSendable extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Nobody has the file any more. */
export class MediaGone extends Error {}

/** The file is not what its message tells of, and never will be. */
export class MediaDamaged extends Error {}

/** The edge to WhatsApp. One implementation speaks to WhatsApp through Baileys; tests of the runner bring their own. */
export interface WhatsApp {
  /** The version of WhatsApp Web to claim from now on; without it, the one that came with the product. */
  useVersion(version: [number, number, number]): void;
  /** Asks WhatsApp for its newest version; null when it can not be had, or is no newer. */
  newestVersion(): Promise<[number, number, number] | null>;
  /** `proxy`: the URL of the proxy through which everything goes; null: directly. */
  connect(account: AccountPort, events: ConnectionEvents, proxy: string | null): Connection;
}

export const WHATSAPP = Symbol('WhatsApp');
