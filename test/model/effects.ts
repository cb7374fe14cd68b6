import type { Parts } from './parts.js';
import {
  type Batch,
  type Database,
  type Each,
  type Frame,
  IDLE,
  NONE,
  type Out,
  type State,
  type Worker,
  type WorkerId,
  type WrittenBatch,
} from './state.js';

/** Adds to what the next commit makes durable. */
export function stage(worker: Worker, more: Partial<Omit<Batch, 'frames'>>): void {
  const { session, journal, received, sent, settled, frames } = worker.staged ?? NOTHING;
  worker.staged = {
    session: session || more.session === true,
    journal: journal || more.journal === true,
    received: received || more.received === true,
    sent: plus(sent, more.sent ?? NONE),
    settled: plus(settled, more.settled ?? NONE),
    frames,
  };
}

const NOTHING: Batch = { session: false, journal: false, received: false, sent: NONE, settled: NONE, frames: [] };

/** The output gate: a frame waits for all that is not yet known to be durable, and for the frames before it. */
export function write(worker: Worker, frame: Frame): void {
  const { staged, written, ready } = worker;
  if (staged) worker.staged = { ...staged, frames: [...staged.frames, frame] };
  else if (written) worker.written = { ...written, frames: [...written.frames, frame] };
  else worker.ready = [...ready, frame];
}

export function commit(database: Database, worker: Worker, batch: Batch): void {
  if (database.log.at(-1) !== worker.epoch) database.log = [...database.log, worker.epoch];
  if (batch.session) database.session = worker.session;
  if (batch.journal) database.journal = true;
  if (batch.received) database.received++;
  database.sent = plus(database.sent, batch.sent);
  database.settled = plus(database.settled, batch.settled);
  const { received, settled, frames } = batch;
  worker.written = { received, settled, frames };
  worker.staged = null;
}

/** The worker knows that a batch is durable: what waited for it may leave, and the next message may be sent. */
export function committed(worker: Worker, { frames, settled }: WrittenBatch): void {
  worker.ready = [...worker.ready, ...frames];
  worker.written = null;
  if (worker.sending !== null && settled[worker.sending]) worker.sending = null;
}

/** Writes the whole session back, with the `counter` that was read with it. */
export function decrypt(worker: Worker, counter: number, parts: Parts): void {
  const { journal, receivedInOneCommit } = parts;
  worker.decrypting = null;
  worker.session = { counter, received: true };
  worker.journal = journal;
  worker.owesReceived = !receivedInOneCommit;
  stage(worker, { session: true, journal, received: receivedInOneCommit });
  answer(worker, 'receipt', parts);
}

/** Through the output gate, unless that part is missing; nowhere when no socket is open. */
export function answer(worker: Worker, kind: 'receipt' | 'refusal', { receiptAfterCommit }: Parts): void {
  worker.arrived = false;
  if (worker.socket !== 'open') return;
  if (receiptAfterCommit) write(worker, { kind });
  else worker.ready = [...worker.ready, { kind }];
}

/** WhatsApp takes a frame. A worker whose socket has ended has no frames left, so it is the live one's, or a login. */
export function take(next: State, id: WorkerId, frame: Frame): void {
  const { whatsapp, workers } = next;
  switch (frame.kind) {
    case 'login':
      if (whatsapp.socket !== null) disconnect(next, whatsapp.socket);
      if (whatsapp.inbound === 'given out') whatsapp.inbound = 'kept';
      whatsapp.socket = id;
      workers[id].socket = 'open';
      return;
    case 'receipt':
      whatsapp.inbound = 'receipted';
      return;
    case 'refusal':
      whatsapp.inbound = 'refused';
      return;
    case 'message': {
      const { out, id: messageId, counter } = frame;
      const [first, second] = whatsapp.ids;
      whatsapp.counters = [...whatsapp.counters, counter];
      whatsapp.ids = out === 0 ? [withId(first, messageId), second] : [first, withId(second, messageId)];
      workers[id].acks = plus(workers[id].acks, only(out));
    }
  }
}

function withId(ids: readonly number[], id: number): readonly number[] {
  return ids.includes(id) ? ids : [...ids, id];
}

/** What the worker remembers stays; what was on its way to WhatsApp or from there is gone. */
export function disconnect({ whatsapp, workers }: State, id: WorkerId): void {
  if (whatsapp.socket === id) whatsapp.socket = null;
  const worker = workers[id];
  workers[id] = {
    ...worker,
    staged: worker.staged && { ...worker.staged, frames: [] },
    written: worker.written && { ...worker.written, frames: [] },
    socket: 'none',
    openedTooLate: false,
    ready: [],
    sending: null,
    acks: NONE,
  };
}

/** Closes the socket and forgets everything, as a crash does. */
export function letGo(next: State, id: WorkerId): void {
  if (next.whatsapp.socket === id) next.whatsapp.socket = null;
  next.workers[id] = IDLE;
}

export function only(out: Out): Each {
  return [out === 0, out === 1];
}

export function plus(marks: Each, more: Each): Each {
  return [marks[0] || more[0], marks[1] || more[1]];
}

export function minus(marks: Each, less: Each): Each {
  return [marks[0] && !less[0], marks[1] && !less[1]];
}
