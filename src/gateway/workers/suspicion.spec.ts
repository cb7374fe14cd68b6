import type { Vitals } from '../../mailbox/index.js';
import { type Look, Suspicion } from './suspicion.js';

const LOOK_MS = 250;
const well: Omit<Vitals, 'incarnation' | 'workerId'> = { silentMs: 500, deadAfterMs: 3_000, pulseLost: false };
const silent = { ...well, silentMs: 3_100 };
const killed = { ...well, pulseLost: true };

const fleet = (count: number, ...others: (typeof well)[]): Vitals[] =>
  [...others, ...Array<typeof well>(count - others.length).fill(well)].map((state, at) => ({
    ...{ incarnation: `i${at + 1}`, workerId: `w${at + 1}` },
    ...state,
  }));

/** A gateway that has been looking at workers that are well for a minute. */
function watcher() {
  const suspicion = new Suspicion();
  let at = 1_000_000;
  const look = (runs: Vitals[], more: Partial<Look> = {}) => {
    at += LOOK_MS;
    const { dead, held } = suspicion.judge({ at, databaseUpMs: 1e9, diedLately: 0, runs, ...more });
    return { dead: dead.map(({ workerId }) => workerId), held: held.map(({ workerId }) => workerId) };
  };
  const pass = (ms: number) => (at += ms);
  const lookFor = (ms: number, runs: Vitals[]) => {
    for (let passed = 0; passed < ms; passed += LOOK_MS) look(runs);
  };
  lookFor(60_000, fleet(10));
  return { look, lookFor, pass };
}

const nobody = { dead: [], held: [] };

it('believes a silence of three seconds', () => {
  expect(watcher().look(fleet(10))).toEqual(nobody);
  expect(watcher().look(fleet(10, silent))).toEqual({ dead: ['w1'], held: [] });
});

it('believes a lost pulse when the next look shows it again', () => {
  const { look } = watcher();
  expect(look(fleet(10, killed))).toEqual(nobody);
  expect(look(fleet(10, killed))).toEqual({ dead: ['w1'], held: [] });
});

it('forgives a pulse that is back', () => {
  const { look } = watcher();
  look(fleet(10, killed));
  look(fleet(10));
  expect(look(fleet(10, killed))).toEqual(nobody);
});

it('gives up three in ten at once, the most silent first, and holds the others', () => {
  const [a, b] = [
    { ...silent, silentMs: 4_000 },
    { ...silent, silentMs: 5_000 },
  ];
  expect(watcher().look(fleet(10, silent, a, b, silent))).toEqual({ dead: ['w3', 'w2', 'w1'], held: ['w4'] });
});

it('gives up one of few, and the next when the first is no news any more', () => {
  const { look } = watcher();
  expect(look(fleet(3, { ...silent, silentMs: 4_000 }, silent))).toEqual({ dead: ['w1'], held: ['w2'] });
  const rest = fleet(3, silent, well).slice(0, 2);
  expect(look(rest, { diedLately: 1 })).toEqual({ dead: [], held: ['w1'] });
  expect(look(rest, { diedLately: 0 })).toEqual({ dead: ['w1'], held: [] });
});

it('counts a silence from the moment when it has been listening itself', () => {
  const { look, lookFor, pass } = watcher();
  pass(60_000);
  const all = fleet(10, ...Array<typeof well>(10).fill({ ...silent, silentMs: 60_000 }));
  expect(look(all)).toEqual(nobody);
  lookFor(2_000, fleet(10, silent));
  expect(look(fleet(10, silent))).toEqual(nobody);
  lookFor(1_000, fleet(10, silent));
  expect(look(fleet(10, silent))).toEqual({ dead: ['w1'], held: [] });
});

it('does not believe in lost pulses right after a start of the database', () => {
  const { look } = watcher();
  const all = fleet(10, ...Array<typeof well>(10).fill(killed));
  look(all, { databaseUpMs: 300 });
  expect(look(all, { databaseUpMs: 600 })).toEqual(nobody);
});
