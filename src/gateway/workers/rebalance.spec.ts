import type { Candidate } from './choose-worker.js';
import { unevenPair } from './rebalance.js';

const worker = (workerId: string, sessions: number, rest: Partial<Candidate> = {}): Candidate => ({
  workerId,
  state: 'ready',
  sessions,
  maxSessions: 100,
  cpuUsage: 0,
  memoryUsage: 0,
  ...rest,
});

describe('rebalancing', () => {
  it('moves from the fullest worker to the emptiest', () => {
    expect(unevenPair([worker('a', 9), worker('b', 4), worker('c', 2)])).toEqual({ from: 'a', to: 'c' });
  });

  it('leaves a worker alone that is up to a quarter above its share', () => {
    expect(unevenPair([worker('a', 25), worker('b', 15)])).toBeNull();
    expect(unevenPair([worker('a', 26), worker('b', 14)])).toEqual({ from: 'a', to: 'b' });
  });

  it('never moves a session that would have to come back', () => {
    expect(unevenPair([worker('a', 1), worker('b', 0)])).toBeNull();
    expect(unevenPair([worker('a', 2), worker('b', 0)])).toEqual({ from: 'a', to: 'b' });
  });

  it('comes to an end', () => {
    const live = [worker('a', 30), worker('b', 0), worker('c', 0)];
    for (let moves = 0; ; moves++) {
      const pair = unevenPair(live);
      if (!pair) break;
      expect(moves).toBeLessThan(30);
      for (const each of live) each.sessions += Number(each.workerId === pair.to) - Number(each.workerId === pair.from);
    }
    expect(live.map(({ sessions }) => sessions)).toEqual([12, 9, 9]);
  });

  it('has no use for workers that drain or are full', () => {
    expect(unevenPair([worker('a', 9), worker('b', 0, { state: 'draining' })])).toBeNull();
    expect(unevenPair([worker('a', 9), worker('b', 0, { maxSessions: 0 })])).toBeNull();
    expect(unevenPair([])).toBeNull();
  });
});
