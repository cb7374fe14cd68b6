/**
 * One account as the protocol of ownership and delivery sees it: the database, WhatsApp, and two workers that may both believe
 * that they own the account. One message comes in, two were accepted to go out. There are no clocks: what may happen late may
 * happen at any time.
 */
export interface State {
  database: Database;
  whatsapp: WhatsApp;
  workers: [Worker, Worker];
  /** What has gone wrong so far; see {@link Limits}. */
  crashes: number;
  cuts: number;
}

/** How much may go wrong. Besides, the owner may be taken for dead at any time, as long as there is an epoch left. */
export interface Limits {
  epochs: number;
  /** Workers that die with all that they remember. */
  crashes: number;
  /** Sockets that end while their worker lives on. */
  cuts: number;
}

export type WorkerId = 0 | 1;
/** One of the two accepted messages. */
export type Out = 0 | 1;
/** A mark for each of them. */
export type Each = readonly [boolean, boolean];

export const NONE: Each = [false, false];

export interface Database {
  /** Grows with every claim; 0 before the first. */
  epoch: number;
  /** The owner counts as alive: nobody else may claim the account. */
  leased: boolean;
  /** The epochs of the log's records in the order of the log, neighbours of the same epoch merged. */
  log: readonly number[];
  /** What snapshot and log give to the next owner. */
  session: Session;
  journal: boolean;
  /** Facts for the gateways: how often the message that came in is there, and which accepted ones are told of as sent. */
  received: number;
  sent: Each;
  /** The rows of the outbox that need no sending any more. */
  settled: Each;
  /** WhatsApp ids made so far; only where they are not chosen at acceptance. */
  idsMade: number;
}

/** The Signal session with the one contact: the counter of the last encryption, and whether the inbound message is decrypted. */
export interface Session {
  readonly counter: number;
  readonly received: boolean;
}

export interface WhatsApp {
  /** Whose socket is logged in: one at most, a newer login ends it. */
  socket: WorkerId | null;
  /** The message that comes in is kept until a receipt, or a refusal, and given out once a login. */
  inbound: 'kept' | 'given out' | 'receipted' | 'refused';
  /** The counters of all messages that came from us, in order, and the ids under which each came. */
  counters: readonly number[];
  ids: readonly [readonly number[], readonly number[]];
}

export type Frame =
  | { readonly kind: 'login' | 'receipt' | 'refusal' }
  | { readonly kind: 'message'; readonly out: Out; readonly id: number; readonly counter: number };

/** What becomes durable together, and the frames that wait for it. */
export interface Batch extends WrittenBatch {
  readonly session: boolean;
  readonly journal: boolean;
  readonly sent: Each;
}

/** What still matters of a batch that is in the database. */
export interface WrittenBatch {
  readonly received: boolean;
  readonly settled: Each;
  readonly frames: readonly Frame[];
}

export interface Worker {
  /** The epoch of its claim; 0 when it does not run the account. */
  epoch: number;
  session: Session;
  journal: boolean;
  /** Not yet in the database. */
  staged: Batch | null;
  /** In the database, but the worker does not know: the answer is on its way, or lost. */
  written: WrittenBatch | null;
  socket: 'none' | 'opening' | 'open';
  /** The socket was opened when the account had another owner already. */
  openedTooLate: boolean;
  /** Frames that wait for nothing any more. */
  ready: readonly Frame[];
  /** The message that came in lies here, still encrypted. */
  arrived: boolean;
  /** The session as the decryption under way has read it; only where there is no mutex. */
  decrypting: Session | null;
  sending: Out | null;
  /** WhatsApp's acks on their way here. */
  acks: Each;
  /** Facts still to be written; only where they are not in the commit of what they tell of. */
  owesReceived: boolean;
  owesSent: Each;
}

const NEW_SESSION: Session = { counter: 0, received: false };

export const IDLE: Readonly<Worker> = {
  epoch: 0,
  session: NEW_SESSION,
  journal: false,
  staged: null,
  written: null,
  socket: 'none',
  openedTooLate: false,
  ready: [],
  arrived: false,
  decrypting: null,
  sending: null,
  acks: NONE,
  owesReceived: false,
  owesSent: NONE,
};

export const INITIAL: State = {
  database: {
    epoch: 0,
    leased: false,
    log: [],
    session: NEW_SESSION,
    journal: false,
    received: 0,
    sent: NONE,
    settled: NONE,
    idsMade: 0,
  },
  whatsapp: { socket: null, inbound: 'kept', counters: [], ids: [[], []] },
  workers: [IDLE, IDLE],
  crashes: 0,
  cuts: 0,
};

export type WorkerName = 'worker A' | 'worker B';
type MessageName = `message ${1 | 2}`;

/** A step, in words that make a sequence of them a story. */
export interface Action {
  who: WorkerName | 'the lease';
  does:
    | 'is taken for expired'
    | 'crashes'
    | 'loses its socket'
    | `claims the account as epoch ${number}`
    | 'sees that the account has another owner'
    | 'opens a socket'
    | 'logs in'
    | 'gets the inbound message'
    | 'begins to decrypt it'
    | 'decrypts it'
    | 'finds it in the journal'
    | 'cannot decrypt it again'
    | 'lets the receipt out'
    | 'lets a refusal out'
    | `encrypts ${MessageName} with counter ${number}`
    | `lets ${MessageName} out`
    | `hears that WhatsApp has ${MessageName}`
    | 'commits'
    | 'hears that the commit is in'
    | 'hears nothing and commits again'
    | 'is fenced'
    | 'stores a snapshot'
    | 'writes the fact by itself';
}

export function nameOf(out: Out): MessageName {
  return out === 0 ? 'message 1' : 'message 2';
}
