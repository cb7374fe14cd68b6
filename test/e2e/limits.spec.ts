import type { Account, PairedSession } from '../support/account.js';
import { Cluster } from '../support/cluster.js';
import { earlyInTheHour } from '../support/early-in-the-hour.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import type { Answer } from '../support/http.js';
import { Sandbox } from '../support/sandbox.js';

const REFUSED = { status: 429, code: 'RATE_LIMITED' };

const text = (to: string, said: string) => ({ to, type: 'text', text: said });
const countOf = (answers: Answer[], status: number) => answers.filter((answer) => answer.status === status).length;

describe('the limits of a user', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let admin: Account;
  let ann: Account;
  let shop: PairedSession;
  let to: string;

  const send = (said: string, headers?: Record<string, string>) =>
    ann.call('POST', '/sessions/shop/messages', text(to, said), headers);

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl, {
      PLAN_BASIC: '6,400,1',
      LIMIT_SESSION_OPERATIONS: '5',
      LIMIT_IP_REQUESTS: '40',
    });
    admin = await gateway.register();
    ann = await gateway.register();
    await earlyInTheHour(60);
    shop = await ann.pair(sandbox, { sessionId: 'shop' });
    to = (await sandbox.contact()).jid;
  }, 120_000);

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  it('are those of the plan, and none for an administrator', async () => {
    expect(await ann.get('/billing/plans')).toMatchObject({
      plans: [
        { tier: 'BASIC', messagesPerHour: 6, callsPerHour: 400, sessions: 1 },
        { tier: 'PRO', messagesPerHour: 1000, callsPerHour: 10_000, sessions: 5 },
        { tier: 'MAX', messagesPerHour: 10_000, callsPerHour: 100_000, sessions: 50 },
      ],
    });
    expect(await ann.get('/billing/limits')).toMatchObject({
      tier: 'BASIC',
      messages: { limit: 6, remaining: 6 },
      calls: { limit: 400 },
      sessionOperations: { limit: 5, remaining: 3 },
      sessions: { limit: 1, remaining: 0 },
    });
    expect(await admin.get('/billing/limits')).toMatchObject({ messages: null, calls: null, sessions: null });
  });

  it('let a user have no more sessions than the plan has room for', async () => {
    const { status, body } = await ann.call('POST', '/sessions', { sessionId: 'second' });
    expect({ status, ...body }).toMatchObject({ status: 409, code: 'SESSION_LIMIT_REACHED' });
    expect(body['detail']).toBe('The plan BASIC has room for 1 session; delete one first.');
    expect((await ann.call('GET', '/sessions/second')).status).toBe(404);
    for (const sessionId of ['a1', 'a2']) await admin.post('/sessions', { sessionId });
  });

  it('count a message once, however often it is asked for, and none that is refused', async () => {
    const key = { 'idempotency-key': 'order-1' };
    const first = await send('one', key);
    const again = await send('one', key);
    expect(again.body['messageId']).toBe(first.body['messageId']);
    expect((await ann.call('POST', '/sessions/shop/messages', text('nowhere', 'two'))).status).toBe(422);
    expect(await ann.get('/billing/limits')).toMatchObject({ messages: { remaining: 5 } });
  });

  it('refuse a batch that does not fit, as a whole', async () => {
    const batch = (count: number) =>
      ann.call('POST', '/sessions/shop/messages/bulk', { messages: Array(count).fill(text(to, 'many')) });
    const refused = await batch(6);
    expect(refused.body).toMatchObject({ ...REFUSED, reason: 'message_quota' });
    expect(refused.body['detail']).toBe('There may be no more than 6 messages an hour; 5 more can be taken now.');
    expect((await batch(2)).body).toMatchObject({ accepted: 2 });
  });

  it('let exactly as many messages through as are left, say when there are more, and tell it once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => send(`at once ${n}`)));
    expect([countOf(answers, 202), countOf(answers, 429)]).toEqual([3, 9]);
    const { body, headers } = answers.find(({ status }) => status === 429)!;
    expect(body).toMatchObject({ ...REFUSED, reason: 'message_quota', instance: '/api/v1/sessions/shop/messages' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    expect(headers.get('ratelimit-limit')).toBe('6');
    expect(headers.get('ratelimit-remaining')).toBe('0');
    expect(headers.get('ratelimit-reset')).toBe(headers.get('retry-after'));
    const events = await eventually('the event', async () => {
      const read = await ann.get<{ events: Record<string, unknown>[] }>('/events?types=usage.limit');
      return read.events.length > 0 && read.events;
    });
    expect(events).toEqual([
      expect.objectContaining({
        sessionId: 'shop',
        data: expect.objectContaining({ reason: 'message_quota', limit: 6 }),
      }),
    ]);
  });

  it('outlive a restart', async () => {
    await gateway.stop();
    await gateway.up();
    await ann.status('shop', 'CONNECTED');
    expect((await send('one more')).body).toMatchObject({ ...REFUSED, reason: 'message_quota' });
    expect(await ann.get('/billing/limits')).toMatchObject({ messages: { remaining: 0 } });
  });

  it('are the same with an API key, and calls show what is left of them', async () => {
    const { status, headers } = await ann.withKey(shop.apiKey).call('GET', '/sessions/shop');
    const left = Number(headers.get('ratelimit-remaining'));
    expect([status, headers.get('ratelimit-limit')]).toEqual([200, '400']);
    expect(Number((await ann.call('GET', '/auth/me')).headers.get('ratelimit-remaining'))).toBe(left - 1);
    const answers = await Promise.all(Array.from({ length: left + 5 }, () => ann.call('GET', '/auth/me')));
    expect(countOf(answers, 200)).toBe(left - 1);
    expect((await ann.call('GET', '/auth/me')).body).toMatchObject({ ...REFUSED, reason: 'api_quota' });
  });

  it('never hold up an administrator', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => admin.call('POST', '/sessions/a1/disconnect')));
    expect(countOf(answers, 202)).toBe(8);
  });

  it('count operations on sessions by the minute', async () => {
    const ben = await gateway.register();
    await ben.post('/sessions', { sessionId: 'bens' });
    const answers = await Promise.all(Array.from({ length: 7 }, () => ben.call('POST', '/sessions/bens/disconnect')));
    expect(countOf(answers, 202)).toBe(4);
    const { body } = answers.find(({ status }) => status === 429)!;
    expect(body).toMatchObject({ ...REFUSED, reason: 'session_operations' });
  });

  it('end the guessing of a password, and leave the owner, who comes from elsewhere, alone', async () => {
    const signIn = (password: string, from: string) =>
      gateway.call('POST', '/v1/auth/login', {
        body: { email: ann.email, password },
        headers: { 'x-forwarded-for': from },
      });
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) => signIn(`guess ${n} of many`, '203.0.113.9')),
    );
    expect([countOf(guesses, 401), countOf(guesses, 429)]).toEqual([10, 2]);
    expect((await signIn('correct horse battery', '203.0.113.9')).body).toMatchObject({
      ...REFUSED,
      reason: 'sign_in',
    });
    expect((await signIn('correct horse battery', '198.51.100.7')).status).toBe(200);
  });

  it('hold up who comes without a good credential, by address', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.77', authorization: 'Bearer not-a-token' };
    const knock = () => gateway.call('GET', '/v1/sessions', { headers });
    const answers = await Promise.all(Array.from({ length: 45 }, knock));
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([40, 5]);
    expect((await knock()).body).toMatchObject({ ...REFUSED, reason: 'ip' });
    const good = { headers: { 'x-forwarded-for': '203.0.113.77', ...admin.headers } };
    expect((await gateway.call('GET', '/v1/sessions', good)).status).toBe(200);
    expect((await gateway.call('GET', '/health')).status).toBe(200);
    expect((await admin.call('PATCH', '/admin/settings', { requestsPerAddress: 0 })).status).toBe(200);
    await eventually('what an administrator allows', async () => (await knock()).status === 401);
  });
});

describe('the limits of a user of two gateways', () => {
  const CLIENTS = 4;
  const QUOTA = 30;
  let sandbox: Sandbox;
  let cluster: Cluster;
  let ann: Account;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    cluster = await Cluster.start(sandbox.wsUrl, { PLAN_BASIC: `${QUOTA},100000,1` });
    await Promise.all([cluster.gateway(), cluster.gateway()]);
    await cluster.register();
    ann = await cluster.register();
    await ann.post('/sessions', { sessionId: 'shop' });
    await earlyInTheHour(60);
  }, 120_000);

  afterAll(async () => {
    await cluster?.dispose();
    await sandbox?.stop();
  });

  const send = (at: Account) => at.call('POST', '/sessions/shop/messages', text('+6281234500000', 'one of many'));

  it('let exactly the allowed number of four clients through', async () => {
    const client = async (n: number): Promise<Answer[]> => {
      const at = ann.at(cluster.gateways[n % 2]!);
      const answers: Answer[] = [];
      while (answers.length < QUOTA) answers.push(await send(at));
      return answers;
    };
    const answers = (await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)))).flat();
    expect([countOf(answers, 202), countOf(answers, 429)]).toEqual([QUOTA, QUOTA * (CLIENTS - 1)]);
    const { total } = await ann.get<{ total: number }>('/billing/usage');
    expect(total).toBe(QUOTA);
  });

  it('are found again in the ledger when Redis has lost its counts, and go on while it is away', async () => {
    await cluster.redis.flush();
    expect((await send(ann)).body).toMatchObject({ ...REFUSED, reason: 'message_quota' });
    await cluster.redis.stop();
    const { status } = await ann.call('GET', '/sessions/shop');
    expect(status).toBe(200);
    expect((await send(ann)).body).toMatchObject({ ...REFUSED, reason: 'message_quota' });
  });
});
