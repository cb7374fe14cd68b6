import { DEAD_END, explore, type Model } from './explorer.js';

/** Jugs of three and five litres. */
const jugs: Model<readonly [number, number], string> = {
  initial: [0, 0],
  *next([three, five]) {
    const fits = Math.min(three, 5 - five);
    const back = Math.min(five, 3 - three);
    yield ['fill 3', [3, five]];
    yield ['fill 5', [three, 5]];
    yield ['empty 3', [0, five]];
    yield ['empty 5', [three, 0]];
    yield ['3 into 5', [three - fits, five + fits]];
    yield ['5 into 3', [three + back, five - back]];
  },
  key: (jugs) => jugs.join(),
  invariants: {},
  goal: ([three, five]) => three + five === 0,
};

describe('the explorer', () => {
  it('reaches all states, and from each the goal', () => {
    expect(explore(jugs)).toEqual({ states: 16, violated: null, trace: [] });
  });

  it('finds the shortest way to a violation', () => {
    const invariants = { 'never four litres': ([, five]: readonly [number, number]) => five !== 4 };
    const { violated, trace } = explore({ ...jugs, invariants });
    expect(violated).toBe('never four litres');
    expect(trace).toEqual(['fill 5', '5 into 3', 'empty 3', '5 into 3', 'fill 5', '5 into 3']);
  });

  it('finds the nearest state that cannot reach the goal', () => {
    const leaky: typeof jugs = {
      ...jugs,
      // With one litre in the small jug there is nothing to be done any more.
      *next(state) {
        if (state[0] !== 1) yield* jugs.next(state);
      },
    };
    const { violated, trace } = explore(leaky);
    expect(violated).toBe(DEAD_END);
    expect(trace).toEqual(['fill 3', '3 into 5', 'fill 3', '3 into 5']);
  });

  it('gives up on what has no end', () => {
    const counting: Model<number, string> = {
      initial: 0,
      next: (n) => [['one more', n + 1]],
      key: String,
      invariants: {},
      goal: () => false,
    };
    expect(() => explore(counting, 1_000)).toThrow('more than 1000 states');
  });
});
