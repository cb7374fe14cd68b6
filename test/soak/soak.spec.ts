import { countOf } from '../faults/checker.js';
import { report } from './report.js';
import { soak } from './soak.js';

// `npm run soak` sets these, for the long run.
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 0.2);
const SESSIONS = Number(process.env['SOAK_SESSIONS'] ?? 3);
const SEED = Number(process.env['SOAK_SEED'] ?? 1);
const IS_LONG = process.env['SOAK_MINUTES'] !== undefined;
/** 20 messages a second over 100 sessions, both ways together. */
const EVERY_MS = IS_LONG ? 10_000 : 1_500;
const REST_MS = IS_LONG ? 10_000 : 4_000;
const LIMIT_MS = 900_000 + MINUTES * 120_000;

it(
  `${SESSIONS} sessions with traffic of every kind lose and double nothing, whatever happens to the processes`,
  async () => {
    const options = { sessions: SESSIONS, minutes: MINUTES, seed: SEED, everyMs: EVERY_MS, restMs: REST_MS };
    const soaked = await soak(options, (progress) => void (IS_LONG && process.stderr.write(`${progress}\n`)));
    process.stderr.write(report(soaked));
    const { sent, received } = soaked.verdict;
    expect(countOf(sent) + countOf(received) + soaked.reactions.length).toBe(0);
  },
  LIMIT_MS,
);
