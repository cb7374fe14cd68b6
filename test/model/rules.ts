import {
  answer,
  commit,
  committed,
  decrypt,
  disconnect,
  letGo,
  minus,
  only,
  plus,
  stage,
  take,
  write,
} from './effects.js';
import type { Parts } from './parts.js';
import {
  type Action,
  type Each,
  type Frame,
  IDLE,
  type Limits,
  nameOf,
  NONE,
  type Out,
  type State,
  type Worker,
  type WorkerId,
} from './state.js';

/** What a worker may do, in words and as the change that it makes to a copy of the state; `worker` is the one who does it. */
type Deed = [does: Action['does'], change: (next: State, worker: Worker) => void];

/** Everything that may happen next. */
export function* next(state: State, parts: Parts, limits: Limits): Generator<[Action, State]> {
  const { epoch, leased } = state.database;
  if (leased && epoch < limits.epochs) {
    yield [
      { who: 'the lease', does: 'is taken for expired' },
      { ...state, database: { ...state.database, leased: false } },
    ];
  }
  for (const id of [0, 1] as const) {
    const who = id === 0 ? 'worker A' : 'worker B';
    for (const [does, change] of deeds(state, id, parts, limits)) {
      const after = copyFor(id, state);
      change(after, after.workers[id]);
      yield [{ who, does }, after];
    }
  }
}

/** A copy in which one worker may change everything but the other worker, which has to be replaced. */
function copyFor(id: WorkerId, { database, whatsapp, workers, crashes, cuts }: State): State {
  const [a, b] = workers;
  return {
    database: { ...database },
    whatsapp: { ...whatsapp },
    workers: id === 0 ? [{ ...a }, b] : [a, { ...b }],
    crashes,
    cuts,
  };
}

function* deeds(state: State, id: WorkerId, parts: Parts, limits: Limits): Generator<Deed> {
  if (state.workers[id].epoch === 0) return yield* claiming(state, id, limits);
  yield* misfortune(state, id, limits);
  yield* connecting(state, id, parts);
  yield* receiving(state, id, parts);
  yield* sending(state, id, parts);
  yield* committing(state, id, parts);
  yield* speaking(state, id);
}

/** Raises the epoch and reads the stored state, in one step: nobody can write between the two. */
function* claiming({ database }: State, id: WorkerId, limits: Limits): Generator<Deed> {
  if (database.leased || database.epoch === limits.epochs) return;
  const epoch = database.epoch + 1;
  yield [
    `claims the account as epoch ${epoch}`,
    ({ database, workers }) => {
      database.epoch = epoch;
      database.leased = true;
      workers[id] = { ...IDLE, epoch, session: database.session, journal: database.journal };
    },
  ];
}

function* misfortune(
  { database, whatsapp, workers, crashes, cuts }: State,
  id: WorkerId,
  limits: Limits,
): Generator<Deed> {
  const isOwner = workers[id].epoch === database.epoch;
  // The owner of the last epoch stays, or nobody could end what was begun.
  if (crashes < limits.crashes && !(isOwner && database.epoch === limits.epochs)) {
    yield [
      'crashes',
      (next) => {
        next.crashes++;
        if (isOwner) next.database.leased = false;
        letGo(next, id);
      },
    ];
  }
  if (cuts < limits.cuts && whatsapp.socket === id) {
    yield [
      'loses its socket',
      (next) => {
        next.cuts++;
        disconnect(next, id);
      },
    ];
  }
}

function* connecting({ database, workers }: State, id: WorkerId, parts: Parts): Generator<Deed> {
  const { epoch, socket } = workers[id];
  const isOwner = epoch === database.epoch;
  if (!isOwner) yield ['sees that the account has another owner', (next) => letGo(next, id)];
  if (socket !== 'none') return;
  yield [
    'opens a socket',
    (_, worker) => {
      worker.socket = 'opening';
      worker.openedTooLate = !isOwner;
      if (parts.loginAfterCommit) stage(worker, {});
      write(worker, { kind: 'login' });
    },
  ];
}

function* receiving({ whatsapp, workers }: State, id: WorkerId, parts: Parts): Generator<Deed> {
  const { arrived, journal, session, decrypting } = workers[id];
  if (whatsapp.socket === id && whatsapp.inbound === 'kept' && !arrived) {
    yield [
      'gets the inbound message',
      ({ whatsapp }, worker) => {
        whatsapp.inbound = 'given out';
        worker.arrived = true;
      },
    ];
  }
  if (decrypting) return yield ['decrypts it', (_, worker) => decrypt(worker, decrypting.counter, parts)];
  if (!arrived) return;
  if (journal) yield ['finds it in the journal', (_, worker) => answer(worker, 'receipt', parts)];
  else if (session.received) yield ['cannot decrypt it again', (_, worker) => answer(worker, 'refusal', parts)];
  else if (parts.oneMutex) yield ['decrypts it', (_, worker) => decrypt(worker, session.counter, parts)];
  else yield ['begins to decrypt it', (_, worker) => (worker.decrypting = session)];
}

/** The oldest unsettled message, one at a time. */
function* sending({ database, workers }: State, id: WorkerId, parts: Parts): Generator<Deed> {
  const { epoch, socket, sending, session, acks } = workers[id];
  const out = unmarked(database.settled);
  const mayTake = epoch === database.epoch || !parts.epochFence;
  if (socket === 'open' && sending === null && out !== null && mayTake) {
    const counter = session.counter + 1;
    yield [
      `encrypts ${nameOf(out)} with counter ${counter}`,
      ({ database }, worker) => {
        worker.session = { ...session, counter };
        worker.sending = out;
        const frame: Frame = { kind: 'message', out, id: parts.idAtAcceptance ? out : ++database.idsMade, counter };
        if (!parts.ratchetBeforeFrame) write(worker, frame);
        stage(worker, { session: true });
        if (parts.ratchetBeforeFrame) write(worker, frame);
      },
    ];
  }
  for (const acked of [0, 1] as const) {
    if (!acks[acked]) continue;
    yield [
      `hears that WhatsApp has ${nameOf(acked)}`,
      (_, worker) => {
        const it = only(acked);
        worker.acks = minus(acks, it);
        stage(worker, { settled: it, ...(parts.settledInOneCommit && { sent: it }) });
        if (!parts.settledInOneCommit) worker.owesSent = plus(worker.owesSent, it);
      },
    ];
  }
}

function* committing({ database, workers }: State, id: WorkerId, parts: Parts): Generator<Deed> {
  const { epoch, staged, written, session, journal, owesReceived, owesSent } = workers[id];
  const isOwner = epoch === database.epoch;
  const fenced: Deed = ['is fenced', (next) => letGo(next, id)];
  if (written) {
    yield ['hears that the commit is in', (_, worker) => committed(worker, written)];
    // A repeat that is recognised is no other step than the answer, but under a new epoch it is refused.
    if (parts.epochFence && !isOwner) yield fenced;
    else if (!parts.repeatRecognised) {
      yield [
        'hears nothing and commits again',
        ({ database }, worker) => {
          if (written.received) database.received++;
          committed(worker, written);
        },
      ];
    }
  } else if (staged) {
    if (parts.epochFence && !isOwner) yield fenced;
    else yield ['commits', ({ database }, worker) => commit(database, worker, staged)];
    // A snapshot of what is committed says nothing new, so it is no step.
    if (isOwner && !parts.snapshotOfCommitted) {
      yield ['stores a snapshot', ({ database }) => void Object.assign(database, { session, journal })];
    }
  } else if (owesReceived || owesSent !== NONE) {
    yield [
      'writes the fact by itself',
      ({ database }, worker) => {
        if (owesReceived) database.received++;
        database.sent = plus(database.sent, owesSent);
        Object.assign(worker, { owesReceived: false, owesSent: NONE });
      },
    ];
  }
}

function* speaking({ workers }: State, id: WorkerId): Generator<Deed> {
  const [frame, ...rest] = workers[id].ready;
  if (!frame) return;
  yield [
    deedOf(frame),
    (next, worker) => {
      worker.ready = rest;
      take(next, id, frame);
    },
  ];
}

function deedOf(frame: Frame): Action['does'] {
  switch (frame.kind) {
    case 'login':
      return 'logs in';
    case 'receipt':
      return 'lets the receipt out';
    case 'refusal':
      return 'lets a refusal out';
    case 'message':
      return `lets ${nameOf(frame.out)} out`;
  }
}

function unmarked(marks: Each): Out | null {
  return marks[0] ? (marks[1] ? null : 1) : 0;
}
