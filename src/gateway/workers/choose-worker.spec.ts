import { type Candidate, chooseWorker } from './choose-worker.js';

const worker = (workerId: string, sessions: number, rest: Partial<Candidate> = {}): Candidate => ({
  workerId,
  state: 'ready',
  sessions,
  maxSessions: 10,
  cpuUsage: 0,
  memoryUsage: 0,
  ...rest,
});

describe('the worker for a session', () => {
  it('is the one with the fewest sessions', () => {
    expect(chooseWorker([worker('a', 3), worker('b', 1), worker('c', 2)])).toBe('b');
  });

  it('is the one with the least to compute among those, then the one with the least memory in use', () => {
    const [busy, idle] = [worker('a', 1, { cpuUsage: 50 }), worker('b', 1, { cpuUsage: 5, memoryUsage: 30 })];
    expect(chooseWorker([busy, idle])).toBe('b');
    expect(chooseWorker([busy, idle, worker('c', 1, { cpuUsage: 5, memoryUsage: 20 })])).toBe('c');
    expect(chooseWorker([busy, worker('c', 2)])).toBe('a');
  });

  it('is the first by name among equals, whatever their order', () => {
    expect(chooseWorker([worker('b', 1), worker('a', 1)])).toBe('a');
    expect(chooseWorker([worker('a', 1), worker('b', 1)])).toBe('a');
  });

  it('is never one that drains', () => {
    expect(chooseWorker([worker('a', 0, { state: 'draining' }), worker('b', 9)])).toBe('b');
  });

  it('is never one that is full', () => {
    expect(chooseWorker([worker('a', 2, { maxSessions: 2 }), worker('b', 9)])).toBe('b');
    expect(chooseWorker([worker('a', 3, { maxSessions: 2 })])).toBeNull();
  });

  it('stays the same while that one is ready, full or not', () => {
    expect(chooseWorker([worker('a', 10), worker('b', 0)], 'a')).toBe('a');
    expect(chooseWorker([worker('a', 1, { state: 'draining' }), worker('b', 5)], 'a')).toBe('b');
    expect(chooseWorker([worker('b', 5)], 'a')).toBe('b');
  });

  it('is nobody while no worker is there', () => {
    expect(chooseWorker([])).toBeNull();
  });
});
