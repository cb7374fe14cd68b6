import { mkdir, writeFile } from 'node:fs/promises';
import { check, type Verdict } from './checker.js';
import type { Ledgers } from './ledgers.js';
import { Scene } from './scene.js';
import { nameOf, schedule, seededRandom } from './schedule.js';
import { Strikes } from './strikes.js';
import { Traffic } from './traffic.js';

const EVIDENCE = 'test-results/faults';

interface RunFacts {
  seed: number;
  kills: number;
  atCheckpoint: number;
  others: number;
  seconds: number;
}

export interface Run {
  facts: RunFacts;
  ledgers: Ledgers;
  verdict: Verdict;
  /** What the last process of the gateway wrote. */
  log: string[];
}

/** Plays the schedule of a seed under traffic, waits until all is quiet, and compares the ledgers. */
export async function run(seed: number, kills: number, tell: (progress: string) => void): Promise<Run> {
  const scene = await Scene.open();
  const traffic = new Traffic(scene, { random: seededRandom(seed), everyMs: 150 });
  try {
    const startedAt = performance.now();
    const strikes = new Strikes(scene, seededRandom(seed));
    traffic.start();
    const planned = schedule(seed, kills);
    for (const [index, strike] of planned.entries()) {
      tell(`${index + 1}/${planned.length} ${nameOf(strike)}`);
      await strikes.inflict(strike);
    }
    await traffic.settle();
    const ledgers = await scene.ledgers(traffic);
    const facts = {
      seed,
      kills: strikes.kills,
      atCheckpoint: strikes.atCheckpoint,
      others: planned.filter(({ kind }) => !kind.startsWith('kill')).length,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
    return { facts, ledgers, verdict: check(ledgers), log: scene.gateway.program.lines };
  } catch (error) {
    await keepEvidence(seed, { gateway: scene.gateway.program.lines });
    throw error;
  } finally {
    // Where the run ended early, senders find nobody any more and give up by themselves.
    traffic.stop().catch(() => undefined);
    await scene.close();
  }
}

/** For whoever looks into it. */
export async function keepEvidence(seed: number, evidence: { gateway: string[]; ledgers?: Ledgers }): Promise<void> {
  await mkdir(EVIDENCE, { recursive: true });
  await writeFile(`${EVIDENCE}/gateway-${seed}.log`, evidence.gateway.join('\n'));
  if (evidence.ledgers) await writeFile(`${EVIDENCE}/ledgers-${seed}.json`, JSON.stringify(evidence.ledgers, null, 1));
}
