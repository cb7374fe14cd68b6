import { mkdir, writeFile } from 'node:fs/promises';
import { countOf } from './checker.js';
import { report } from './report.js';
import { type Run, run } from './run.js';

// `npm run test:faults` sets both, for the long run.
const SEED = Number(process.env['FAULTS_SEED'] ?? 1);
const KILLS = Number(process.env['FAULTS_KILLS'] ?? 8);
const IS_LONG = process.env['FAULTS_KILLS'] !== undefined;
const LIMIT_MS = 400_000 + KILLS * 20_000;
const EVIDENCE = 'test-results/faults';

it(
  `under ${KILLS} kills and all other faults nothing is lost, doubled, undecryptable or out of order`,
  async () => {
    const played = await run(SEED, KILLS, (progress) => void (IS_LONG && process.stderr.write(`${progress}\n`)));
    process.stderr.write(report(played));
    const { facts, verdict } = played;
    const found = countOf(verdict.sent) + countOf(verdict.received);
    if (found > 0) await keepEvidence(played);
    expect(found).toBe(0);
    expect(facts.kills).toBeGreaterThanOrEqual(KILLS);
  },
  LIMIT_MS,
);

/** For whoever looks into it. */
async function keepEvidence({ ledgers, log }: Run): Promise<void> {
  await mkdir(EVIDENCE, { recursive: true });
  await writeFile(`${EVIDENCE}/ledgers-${SEED}.json`, JSON.stringify(ledgers, null, 1));
  await writeFile(`${EVIDENCE}/gateway-${SEED}.log`, log.join('\n'));
}
