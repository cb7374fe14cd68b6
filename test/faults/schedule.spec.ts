import { CHECKPOINTS } from '../../src/platform/checkpoints/index.js';
import { nameOf, schedule } from './schedule.js';

const kills = (seed: number, count: number) => schedule(seed, count).filter(({ kind }) => kind.startsWith('kill'));

describe('the schedule of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(schedule(7, 50)).toEqual(schedule(7, 50));
    expect(schedule(7, 50)).not.toEqual(schedule(8, 50));
  });

  it('has as many kills as asked for', () => {
    expect(kills(1, 12)).toHaveLength(12);
    expect(kills(1, 200)).toHaveLength(200);
  });

  it('kills at every checkpoint when there are enough kills', () => {
    const points = kills(3, 200).flatMap((strike) => (strike.kind === 'kill at' ? [strike.point] : []));
    expect(new Set(points)).toEqual(new Set(CHECKPOINTS));
  });

  it('has every other fault even in a short run, but for the long outage', () => {
    const names = (count: number) => new Set(schedule(5, count).map(nameOf));
    const short = [...names(12)].filter((name) => !name.startsWith('kill'));
    expect(short).toHaveLength(15);
    expect([...names(200)]).toEqual(expect.arrayContaining([...short, 'database away for 30 s']));
  });
});
