import { setTimeout as sleep } from 'node:timers/promises';
import { check, type Verdict } from '../faults/checker.js';
import { seededRandom } from '../faults/schedule.js';
import { Traffic } from '../faults/traffic.js';
import { Meters, type Course } from './meters.js';
import { Mishaps, type Mishap } from './mishaps.js';
import { mixed } from './mixed.js';
import { Reactions } from './reactions.js';
import { SoakStage } from './soak-stage.js';

export interface SoakOptions {
  sessions: number;
  minutes: number;
  seed: number;
  /** One message per chat and direction in this time. */
  everyMs: number;
  /** From the end of one mishap to the next. */
  restMs: number;
}

export interface Soaked {
  options: SoakOptions;
  seconds: number;
  messages: { sent: number; received: number; reactions: number; deliveries: number };
  mishaps: Mishap[];
  courses: Course[];
  verdict: Verdict;
  /** Of reactions, one sentence each. */
  reactions: string[];
}

/** A first third, but no more than this, is warm-up. */
const WARM_UP_MS = 180_000;
/** In this many times the pause of messages there is a reaction. */
const REACTION_EVERY = 6;

/** Traffic of every kind and mishaps at random for so many minutes; then everything comes to rest, and the ledgers are compared. */
export async function soak(options: SoakOptions, tell: (progress: string) => void): Promise<Soaked> {
  const { sessions, minutes, seed, everyMs, restMs } = options;
  tell(`${sessions} sessions ...`);
  const stage = await SoakStage.set(sessions);
  const random = seededRandom(seed);
  const traffic = new Traffic(stage, { random, everyMs, wording: mixed() });
  const reactions = new Reactions(stage, traffic, { random, everyMs: everyMs * REACTION_EVERY });
  const meters = new Meters([stage.steadyWorker, stage.steadyGateway]);
  const mishaps = new Mishaps(stage, random);
  try {
    const startedAt = performance.now();
    const endAt = startedAt + minutes * 60_000;
    traffic.start();
    reactions.start();
    meters.start();
    while (performance.now() + restMs < endAt) {
      await sleep(restMs);
      const mishap = mishaps.next();
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      tell(`${String(seconds).padStart(5)} s  ${traffic.accepted.length} out, ${traffic.said.length} in; ${mishap}`);
      await mishaps.inflict(mishap);
    }
    await sleep(Math.max(0, endAt - performance.now()));
    await meters.stop();
    tell('coming to rest ...');
    await reactions.stop();
    await traffic.settle();
    await stage.allConnected();
    const found = await reactions.findings();
    const ledgers = await stage.ledgers(traffic);
    const others = new Set(reactions.sent);
    ledgers.routed = ledgers.routed.filter(({ id }) => !others.has(id));
    return {
      options,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
      messages: {
        sent: traffic.accepted.length,
        received: traffic.said.length,
        reactions: reactions.sent.length + reactions.said.length,
        deliveries: stage.receiver.deliveries.length,
      },
      mishaps: mishaps.happened,
      courses: meters.courses(Math.min(WARM_UP_MS, (minutes * 60_000) / 3)),
      verdict: check(ledgers),
      reactions: found,
    };
  } finally {
    await meters.stop();
    // Where the run ended early, senders find nobody any more and give up by themselves.
    for (const ending of [reactions.stop(), traffic.stop()]) ending.catch(() => undefined);
    await stage.dispose();
  }
}
