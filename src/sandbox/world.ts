import { EventEmitter } from 'node:events';
import type { Channel } from './channels/channel.js';
import type { Connection } from './connection.js';
import { EventLog, type LogEntry } from './event-log.js';
import { ArmedFaults } from './faults.js';
import type { Group } from './groups/group.js';
import { MessageLedger } from './ledger.js';
import type { ScreenChange } from './screen/change.js';
import type { MediaStore } from './media/store.js';
import { newServerIdentity, type ServerIdentity } from './wire/noise-certificate.js';
import { Directory, type Companion } from './users.js';

/** A call as the server knows it; no sound is ever carried. */
export interface Call {
  id: string;
  /** Phone numbers. */
  from: string;
  to: string;
  video: boolean;
  at: number;
  state: 'ringing' | 'accepted' | 'rejected' | 'ended';
}

/** The picture of a person or a group. */
export interface Picture {
  id: string;
  jpeg: Buffer;
}

/** Everything the sandbox knows. Stanza families are functions over it. */
export class World {
  readonly users = new Directory();
  /** By JID. */
  readonly groups = new Map<string, Group>();
  /** By JID. */
  readonly channels = new Map<string, Channel>();
  readonly calls = new Map<string, Call>();
  /** By phone number, or JID of a group. */
  readonly pictures = new Map<string, Picture>();
  readonly messages = new MessageLedger();
  readonly faults = new ArmedFaults();
  readonly connections = new Set<Connection>();
  readonly log: EventLog;
  readonly events = new EventEmitter<{ ready: [Companion]; screen: [ScreenChange] }>();
  identity: ServerIdentity = newServerIdentity();
  /** Grows with everything that could change the state file. */
  changes = 0;

  constructor(
    readonly now: () => number,
    readonly media: MediaStore,
  ) {
    this.log = new EventLog(now);
    this.events.setMaxListeners(0);
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Watches work that nobody waits for: a failure is noted, and fails nothing else. */
  background(work: Promise<unknown>, about: Pick<LogEntry, 'phoneNumber' | 'device'>): void {
    work.catch((error: unknown) => this.log.add('undeliverable', { ...about, detail: String(error) }));
  }

  /** Live connections, of one phone or of everybody, unpaired ones included. */
  connectionsOf(phoneNumber?: string): Connection[] {
    const all = [...this.connections];
    return phoneNumber === undefined
      ? all
      : all.filter((connection) => connection.companion?.user.phoneNumber === phoneNumber);
  }

  forgetEverything(): void {
    for (const connection of this.connections) connection.drop();
    this.users.clear();
    this.groups.clear();
    this.channels.clear();
    this.calls.clear();
    this.pictures.clear();
    this.messages.clear();
    this.faults.clear();
    this.log.clear();
    this.changes++;
  }
}
