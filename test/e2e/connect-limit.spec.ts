import { Stage } from '../support/stage.js';

const SESSIONS = 6;
const PER_SECOND = 1;
/** Two seconds' worth may have been saved up. */
const BURST = 2 * PER_SECOND;

describe('a cluster that may connect one session a second', () => {
  let stage: Stage;

  beforeAll(async () => {
    const limits = { CONNECTS_PER_SECOND: String(PER_SECOND), REBALANCE_SECONDS: '0' };
    stage = await Stage.set({ gateways: 1, workers: 1 }, limits);
    await stage.pair(SESSIONS);
  }, 120_000);

  afterAll(() => stage?.dispose());

  it('keeps to it when everything starts at once, and begins with what has messages to send', async () => {
    await stage.cluster.member('w1').stop();
    const urgent = stage.sessions.slice(-2);
    const { contact } = stage.chats[0]!;
    for (const { sessionId } of urgent) await stage.user.send(sessionId, contact.jid, 'waiting');
    const since = Date.now();
    await Promise.all([stage.cluster.member('w1').up(), stage.cluster.worker()]);
    await stage.allConnected();
    const logins = await stage.wire('login', since);
    expect(logins).toHaveLength(SESSIONS);
    const times = logins.map(({ at }) => Date.parse(at));
    const seconds = (times.at(-1)! - times[0]!) / 1000;
    expect(seconds).toBeGreaterThan((SESSIONS - BURST - 1) / PER_SECOND);
    // One without may have been quicker than the first look for messages.
    const first = logins.slice(0, urgent.length + 1).map(({ phoneNumber }) => phoneNumber);
    expect(first).toEqual(expect.arrayContaining(urgent.map(({ phoneNumber }) => phoneNumber)));
  }, 60_000);

  it('moves sessions no faster, and each of them waits while it is still connected', async () => {
    const since = Date.now();
    const worker = stage.cluster.member('w1');
    const moved = await stage.sessionsOf(worker);
    await stage.user.post('/workers/w1/drain');
    expect(await worker.program.exited).toEqual({ code: 0, signal: null });
    await stage.connectedElsewhere(moved, worker, since);
    expect(Math.max(...(await stage.gaps(moved, since)))).toBeLessThan(1_500);
    const times = (await stage.wire('login', since)).map(({ at }) => Date.parse(at));
    expect((times.at(-1)! - times[0]!) / 1000).toBeGreaterThan((moved.length - BURST - 1) / PER_SECOND);
  }, 60_000);
});
