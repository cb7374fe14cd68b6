import { type MessageStatus, movesForward } from '../../src/contracts/index.js';
import type { Ledgers, Routed, Told } from './ledgers.js';

/** What is wrong, one sentence each. */
export interface Findings {
  lost: string[];
  doubled: string[];
  undecryptable: string[];
  reordered: string[];
}

export interface Verdict {
  sent: Findings;
  received: Findings;
  /** What is allowed, and counted: repetitions under the same id, and what WhatsApp did not take. */
  allowed: { handedOverAgain: number; toldAgain: number; refused: number };
}

/** Compares the ledgers of a run that has come to rest. */
export function check(ledgers: Ledgers): Verdict {
  const told = firstTold(ledgers.told);
  const refused = refusedIds(ledgers.routed, told);
  return {
    sent: checkSent(ledgers, told, refused),
    received: checkReceived(ledgers, told),
    allowed: {
      handedOverAgain: sum(ledgers.routed.map(({ attempts }) => attempts - 1)),
      toldAgain: ledgers.told.length - new Set(ledgers.told.map(({ webhookId }) => webhookId)).size,
      refused: refused.size,
    },
  };
}

export function countOf({ lost, doubled, undecryptable, reordered }: Findings): number {
  return lost.length + doubled.length + undecryptable.length + reordered.length;
}

function checkSent({ accepted, shown, routed }: Ledgers, told: Told[], refused: Set<string>): Findings {
  const statuses = told.filter(({ type }) => type === 'message.status');
  const arrived = new Set(statuses.filter(({ status }) => status === 'DELIVERED' || status === 'READ').map(idOf));
  const texts = new Set(shown.map(({ text }) => text));
  const gone = accepted.filter(({ ids, text }) => !texts.has(text) && !ids.some((id) => refused.has(id)));
  const untold = accepted.filter(({ ids, text }) => texts.has(text) && !ids.some((id) => arrived.has(id)));
  const known = new Set(accepted.flatMap(({ ids }) => ids));
  return {
    lost: [
      ...gone.map(({ text }) => `"${text}" was accepted and never reached the contact`),
      ...untold.map(({ text }) => `"${text}" arrived and the webhook was never told so`),
    ],
    doubled: [
      ...accepted
        .filter(({ ids }) => new Set(ids).size > 1)
        .map(({ text, ids }) => `"${text}" has the ids ${ids.join(', ')}`),
      ...repeated(shown.map(({ text }) => text)).map((text) => `"${text}" is shown twice`),
      ...repeated(shown.map(({ id }) => id)).map((id) => `message ${id} is shown twice`),
      ...routed.filter(({ id }) => !known.has(id)).map(({ id }) => `nobody was told of message ${id} to WhatsApp`),
    ],
    undecryptable: routed
      .filter(({ decryptFailures }) => decryptFailures > 0)
      .map(({ id, decryptFailures }) => `message ${id} could not be decrypted ${decryptFailures} times`),
    reordered: [...overtaken(accepted, shown), ...backwards(statuses)],
  };
}

function checkReceived({ said, told: everything, askedAgain }: Ledgers, told: Told[]): Findings {
  const received = told.flatMap(({ type, chat, text, messageId }) =>
    type === 'message.received' && chat !== undefined && text !== undefined ? [{ chat, text, id: messageId }] : [],
  );
  const ids = new Set(received.map(({ id }) => id));
  const known = new Set(said.map(({ id }) => id));
  return {
    lost: [
      ...said.filter(({ id }) => !ids.has(id)).map(({ text }) => `"${text}" was said and never told`),
      ...missingEvents(told),
    ],
    doubled: [
      ...repeated(received.map(({ id }) => id)).map((id) => `message ${id} was told under two webhook-ids`),
      ...received.filter(({ id }) => !known.has(id ?? '')).map(({ text }) => `"${text}" was told and never said`),
      ...changed(everything),
    ],
    undecryptable: [
      ...told
        .filter(({ type }) => type === 'message.undecryptable')
        .map((one) => `message ${idOf(one)} was not readable`),
      ...(askedAgain > 0 ? [`a session asked ${askedAgain} times for a message again`] : []),
    ],
    reordered: [...overtaken(said, received), ...lanesOutOfOrder(told)],
  };
}

/** Messages that WhatsApp's server has refused and the webhook was told so: they owe nothing to anybody. */
function refusedIds(routed: Routed[], told: Told[]): Set<string> {
  const failed = told.filter(({ status, detail }) => status === 'FAILED' && detail?.startsWith('WHATSAPP_')).map(idOf);
  const atServer = new Set(routed.filter(({ refusals }) => refusals > 0).map(({ id }) => id));
  return new Set(failed.filter((id) => atServer.has(id)));
}

/** Each webhook-id once, where it came first. */
function firstTold(told: Told[]): Told[] {
  const first = new Map<string, Told>();
  for (const one of told) if (!first.has(one.webhookId)) first.set(one.webhookId, one);
  return [...first.values()];
}

function changed(told: Told[]): string[] {
  const first = new Map(firstTold(told).map((one) => [one.webhookId, JSON.stringify(one)]));
  return told
    .filter((one) => first.get(one.webhookId) !== JSON.stringify(one))
    .map(({ webhookId }) => `delivery ${webhookId} came again with another body`);
}

interface InChat {
  chat: string;
  text: string;
}

/** Messages that came before one of the same chat that was meant to come earlier. */
function overtaken(meant: InChat[], came: InChat[]): string[] {
  const place = new Map(meant.map(({ text }, index) => [text, index]));
  const known = came.filter(({ text }) => place.has(text));
  return descents(
    known,
    ({ chat }) => chat,
    ({ text }) => place.get(text) ?? -1,
  ).map(({ text }) => `"${text}" came after a later one`);
}

function lanesOutOfOrder(told: Told[]): string[] {
  const ofChats = told.filter(({ chat }) => chat !== undefined);
  return descents(
    ofChats,
    ({ sessionId, chat }) => `${sessionId} ${chat}`,
    ({ sequence }) => sequence,
  ).map(
    ({ sessionId, sequence }) => `event ${sequence} of session ${sessionId} was told after a later one of its chat`,
  );
}

/** Those that have a smaller place than one before them of the same group. */
function descents<T>(list: T[], groupOf: (one: T) => string, placeOf: (one: T) => number): T[] {
  const furthest = new Map<string, number>();
  return list.filter((one) => {
    const [group, place] = [groupOf(one), placeOf(one)];
    const before = furthest.get(group) ?? -1;
    furthest.set(group, Math.max(before, place));
    return place < before;
  });
}

function backwards(statuses: Told[]): string[] {
  const current = new Map<string, MessageStatus>();
  return statuses.flatMap((one) => {
    const before = current.get(idOf(one));
    const next = one.status as MessageStatus;
    current.set(idOf(one), next);
    return before === undefined || movesForward(before, next)
      ? []
      : [`message ${idOf(one)} went from ${before} to ${next}`];
  });
}

function missingEvents(told: Told[]): string[] {
  const bySession = new Map<string, Set<number>>();
  for (const { sessionId, sequence } of told) {
    bySession.set(sessionId, (bySession.get(sessionId) ?? new Set()).add(sequence));
  }
  return [...bySession].flatMap(([sessionId, sequences]) => {
    const last = Math.max(...sequences);
    const missing = Array.from({ length: last }, (_, index) => index + 1).filter(
      (sequence) => !sequences.has(sequence),
    );
    return missing.map((sequence) => `event ${sequence} of session ${sessionId} was never told`);
  });
}

function repeated<T>(list: T[]): T[] {
  const seen = new Set<T>();
  return list.filter((one) => (seen.has(one) ? true : (seen.add(one), false)));
}

function idOf({ messageId }: Told): string {
  return messageId ?? '';
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
