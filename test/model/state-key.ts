import type { Batch, Each, Frame, Session, State, Worker, WrittenBatch } from './state.js';

/**
 * The same for two states that differ in nothing but which worker is called A. Short and made by hand, since it is made for
 * every step of the exploration.
 */
export function keyOf({ database, whatsapp, workers, crashes, cuts }: State): string {
  const { epoch, leased, log, session, journal, received, sent, settled, idsMade } = database;
  const { socket, inbound, counters, ids } = whatsapp;
  const stored = `${epoch}${+leased}${log} ${sessionKey(session)}${+journal}${received}${eachKey(sent)}`;
  const outside = `${inbound}${counters} ${ids[0]} ${ids[1]}`;
  const a = workerKey(workers[0], socket === 0);
  const b = workerKey(workers[1], socket === 1);
  return `${stored}${eachKey(settled)}${idsMade} ${outside} ${crashes}${cuts} ${a < b ? a + b : b + a}`;
}

function workerKey(worker: Worker, hasSocket: boolean): string {
  const { epoch, session, journal, staged, written, socket, openedTooLate, ready, arrived, sending, acks } = worker;
  if (epoch === 0) return '-';
  const memory = `${epoch}${sessionKey(session)}${+journal} ${batchKey(staged)} ${writtenKey(written)}`;
  const line = `${socket}${+hasSocket}${+openedTooLate}${framesKey(ready)}${+arrived}${sending ?? '-'}${eachKey(acks)}`;
  const apart = `${sessionKey(worker.decrypting)}${+worker.owesReceived}${eachKey(worker.owesSent)}`;
  return `(${memory} ${line} ${apart})`;
}

function batchKey(batch: Batch | null): string {
  return batch ? `${+batch.session}${+batch.journal}${eachKey(batch.sent)}${writtenKey(batch)}` : '-';
}

function writtenKey(batch: WrittenBatch | null): string {
  return batch ? `${+batch.received}${eachKey(batch.settled)}${framesKey(batch.frames)}` : '-';
}

function framesKey(frames: readonly Frame[]): string {
  let key = '';
  for (const frame of frames)
    key += frame.kind === 'message' ? `${frame.out}.${frame.id}.${frame.counter},` : frame.kind;
  return key;
}

function sessionKey(session: Session | null): string {
  return session ? `${session.counter}${+session.received}` : '-';
}

function eachKey([first, second]: Each): string {
  return `${+first}${+second}`;
}
