import { seededRandom } from '../faults/schedule.js';

/** What a test chooses by chance, from a seed, so that a run can be repeated. */
export class Chance {
  /** From 0 up to, and without, 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** From 0 up to, and without, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }

  /** True so often of 1. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }
}
