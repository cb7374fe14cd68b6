import type { KnownWorker } from '../../mailbox/index.js';
import { figuresOf, totalsOf } from './worker-answers.js';

const known = (workerId: string, rest: Partial<KnownWorker> = {}): KnownWorker => ({
  workerId,
  state: 'ready',
  endpoint: `http://${workerId}:8001`,
  sessions: 3,
  maxSessions: 10,
  cpuUsage: 10,
  memoryUsage: 5,
  messages: 100,
  startedAt: new Date(0),
  beatAt: new Date(1),
  ...rest,
});
const expected = { workerId: 'wkr_1', endpoint: 'http://b:8001', maxSessions: 7, description: 'cellar' };

describe('the list of workers', () => {
  it('shows an expected one as pending until a worker registers at its endpoint', () => {
    expect(figuresOf([known('a')], [expected])).toMatchObject([
      { workerId: 'a', status: 'ONLINE', description: null },
      { workerId: 'wkr_1', status: 'PENDING', maxSessions: 7, lastHeartbeat: null },
    ]);
    expect(figuresOf([known('b')], [expected])).toMatchObject([
      { workerId: 'b', status: 'ONLINE', description: 'cellar' },
    ]);
  });

  it('counts as capacity only what is online', () => {
    const workers = figuresOf([known('a'), known('b', { state: 'offline' }), known('c', { state: 'draining' })], []);
    expect(totalsOf(workers)).toMatchObject({
      workers: 3,
      online: 1,
      draining: 1,
      offline: 1,
      sessions: 9,
      capacity: 10,
      cpuUsage: 10,
    });
    expect(totalsOf([])).toMatchObject({ workers: 0, cpuUsage: 0 });
  });
});
