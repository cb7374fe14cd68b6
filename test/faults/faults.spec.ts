import { countOf } from './checker.js';
import { report } from './report.js';
import { keepEvidence, run } from './run.js';

// `npm run test:faults` sets both, for the long run.
const SEED = Number(process.env['FAULTS_SEED'] ?? 1);
const KILLS = Number(process.env['FAULTS_KILLS'] ?? 8);
const IS_LONG = process.env['FAULTS_KILLS'] !== undefined;
const LIMIT_MS = 400_000 + KILLS * 20_000;

it(
  `under ${KILLS} kills and all other faults nothing is lost, doubled, undecryptable or out of order`,
  async () => {
    const tell = (progress: string) => void (IS_LONG && process.stderr.write(`${progress}\n`));
    // First of all: with it a run that ended early can be had again.
    tell(`seed ${SEED}`);
    const played = await run(SEED, KILLS, tell);
    process.stderr.write(report(played));
    const { facts, verdict } = played;
    const found = countOf(verdict.sent) + countOf(verdict.received);
    if (found > 0) await keepEvidence(SEED, { gateway: played.log, ledgers: played.ledgers });
    expect(found).toBe(0);
    expect(facts.kills).toBeGreaterThanOrEqual(KILLS);
  },
  LIMIT_MS,
);
