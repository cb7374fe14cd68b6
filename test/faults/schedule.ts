import { type Checkpoint, CHECKPOINTS } from '../../src/platform/checkpoints/index.js';

/** One thing that goes wrong, under traffic. */
export type Strike =
  /** kill -9 of the gateway at the nth passing of a checkpoint, while it runs or while it starts. */
  | { kind: 'kill at'; point: Checkpoint; nth: number; during: 'run' | 'start' }
  /** kill -9 whatever it does then. */
  | { kind: 'kill'; afterMs: number }
  /** SIGSTOP, SIGCONT. */
  | { kind: 'freeze'; seconds: number }
  | { kind: 'database'; how: 'restart' | 'crash' }
  | { kind: 'database away'; seconds: number }
  | { kind: 'cut'; phase: 'idle' | 'upgrade' | 'login' | 'backlog' | 'message' | 'frame' }
  | { kind: 'ack'; mode: 'late' | 'error' | 'missing' }
  | { kind: 'duplicate'; stanza: 'message' | 'receipt' }
  | { kind: 'overtake'; stanza: 'receipt' };

export type Random = () => number;

/** Besides kills, each of these comes once for every so many kills. */
const OTHERS: Strike[] = [
  { kind: 'freeze', seconds: 10 },
  { kind: 'database', how: 'restart' },
  { kind: 'database', how: 'crash' },
  { kind: 'cut', phase: 'idle' },
  { kind: 'cut', phase: 'upgrade' },
  { kind: 'cut', phase: 'login' },
  { kind: 'cut', phase: 'backlog' },
  { kind: 'cut', phase: 'message' },
  { kind: 'cut', phase: 'frame' },
  { kind: 'ack', mode: 'late' },
  { kind: 'ack', mode: 'error' },
  { kind: 'duplicate', stanza: 'message' },
  { kind: 'duplicate', stanza: 'receipt' },
  { kind: 'overtake', stanza: 'receipt' },
];
const KILLS_PER_ROUND = 40;
const KILLS_PER_OUTAGE = 100;
/** Nothing else may happen in the 20 s that WhatsApp's answer is waited for: the last one of a run is never cut short. */
const UNANSWERED: Strike = { kind: 'ack', mode: 'missing' };
const OUTAGE: Strike = { kind: 'database away', seconds: 30 };
/** Each message passes these several times, so that the nth passing may be far along. */
const BUSY = /^(account|frame)\./;

/** The same for the same seed: `kills` kills at all checkpoints in turn, and everything else strewn among them. */
export function schedule(seed: number, kills: number): Strike[] {
  const random = seededRandom(seed);
  const strikes = shuffled(CHECKPOINTS, random);
  const killing = Array.from({ length: kills }, (_, index) => kill(strikes, index, random));
  const rounds = Math.max(1, Math.floor(kills / KILLS_PER_ROUND));
  const others = Array.from({ length: rounds }, () => OTHERS).flat();
  const unanswered = Array.from({ length: rounds - 1 }, () => UNANSWERED);
  const outages = Array.from({ length: Math.floor(kills / KILLS_PER_OUTAGE) }, () => OUTAGE);
  return [...shuffled([...killing, ...others, ...unanswered, ...outages], random), UNANSWERED];
}

function kill(points: Checkpoint[], index: number, random: Random): Strike {
  if (random() < 0.1) return { kind: 'kill', afterMs: Math.floor(random() * 2_000) };
  const point = points[index % points.length]!;
  const furthest = point === 'account.snapshotted' ? 1 : BUSY.test(point) ? 40 : 8;
  const nth = 1 + Math.floor(random() * furthest);
  return { kind: 'kill at', point, nth, during: random() < 0.25 ? 'start' : 'run' };
}

export function nameOf(strike: Strike): string {
  switch (strike.kind) {
    case 'kill at':
      return `kill -9 at ${strike.point} no. ${strike.nth}, ${strike.during === 'run' ? 'running' : 'starting'}`;
    case 'kill':
      return `kill -9 after ${strike.afterMs} ms`;
    case 'freeze':
      return `SIGSTOP for ${strike.seconds} s`;
    case 'database':
      return `database ${strike.how}`;
    case 'database away':
      return `database away for ${strike.seconds} s`;
    case 'cut':
      return `cut: ${strike.phase}`;
    case 'ack':
      return `ack: ${strike.mode}`;
    case 'duplicate':
      return `duplicated ${strike.stanza}`;
    case 'overtake':
      return `${strike.stanza}s out of order`;
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const rest = [...list];
  return list.map(() => rest.splice(Math.floor(random() * rest.length), 1)[0]!);
}
