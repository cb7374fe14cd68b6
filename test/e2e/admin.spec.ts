import type { Account } from '../support/account.js';
import { Cluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';

interface Statistics {
  users: { total: number; active: number; admins: number; byTier: Record<string, number> };
  sessions: { total: number; byStatus: Record<string, number> };
  messages: { in: number; out: number };
  webhooks: { total: number; active: number; failing: number; behind: number; disabled: number };
  queues: { outgoing: number; scheduled: number; incoming: number; deadLetters: number };
  workers: { online: number; sessions: number };
}

interface SessionList {
  sessions: { sessionId: string; email: string; userId: string; status: string; workerId: string | null }[];
  pagination: { nextCursor: string | null };
}

/** What was set at one gateway holds at all of them after so long at the latest. */
const HOLDS_MS = 2_500;

describe('the administrator of two gateways', () => {
  let sandbox: Sandbox;
  let receiver: Receiver;
  let cluster: Cluster;
  let admin: Account;
  let ann: Account;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    cluster = await Cluster.start(sandbox.wsUrl, { PLAN_BASIC: '100,1000,3' });
    await Promise.all([cluster.gateway(), cluster.gateway(), cluster.worker()]);
    admin = await cluster.register();
    ann = await cluster.register();
  }, 120_000);

  afterAll(async () => {
    await cluster?.dispose();
    await receiver?.stop();
    await sandbox?.stop();
  });

  const set = (wish: unknown) => admin.call('PATCH', '/admin/settings', wish);
  const register = (gateway: number) =>
    cluster.gateways[gateway]!.call('POST', '/v1/auth/register', {
      body: { email: `late-${Math.random()}@example.org`, password: 'correct horse battery' },
    });

  it('sees the installation in figures, and where the sessions of all users run', async () => {
    receiver.reply = () => 500;
    const { sessionId, phoneNumber } = await ann.pair(sandbox, { sessionId: 'anns' });
    await ann.post('/sessions', { sessionId: 'anns-second' });
    await admin.post('/sessions', { sessionId: 'of-the-admin' });
    await ann.post('/webhooks', { url: receiver.url, sessionId });
    const bob = await sandbox.contact({ name: 'Bob' });
    await sandbox.say(bob.phoneNumber, phoneNumber, 'hello');
    await ann.send(sessionId, bob.jid, 'hello yourself');
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    await ann.post(`/sessions/${sessionId}/messages`, { to: bob.jid, type: 'text', text: 'later', sendAt });
    const figures = await eventually('the figures', async () => {
      const seen = await admin.get<Statistics>('/admin/statistics');
      const isQuiet = seen.queues.outgoing === 0 && seen.queues.incoming === 0;
      return seen.messages.in === 1 && seen.webhooks.failing === 1 && isQuiet && seen;
    });
    expect(figures).toMatchObject({
      users: { total: 2, active: 2, admins: 1, byTier: { BASIC: 2 } },
      sessions: { total: 3, byStatus: { CONNECTED: 1, DISCONNECTED: 2 } },
      messages: { in: 1, out: 2 },
      webhooks: { total: 1, active: 1, failing: 1, behind: 1, disabled: 0 },
      queues: { outgoing: 0, scheduled: 1, incoming: 0, deadLetters: 0 },
      workers: { online: 1 },
    });
    receiver.reply = () => 200;
    await eventually('nothing behind', async () => {
      const { webhooks } = await admin.get<Statistics>('/admin/statistics');
      return webhooks.behind === 0 && webhooks.failing === 0;
    });
    const { sessions } = await admin.get<SessionList>('/admin/sessions');
    expect(sessions.map((session) => [session.sessionId, session.email, session.status, session.workerId])).toEqual([
      ['anns', ann.email, 'CONNECTED', 'w1'],
      ['anns-second', ann.email, 'DISCONNECTED', null],
      ['of-the-admin', admin.email, 'DISCONNECTED', null],
    ]);
  });

  it('finds sessions by user and status, page by page', async () => {
    const idsOf = async (query: string) =>
      (await admin.get<SessionList>(`/admin/sessions?${query}`)).sessions.map(({ sessionId }) => sessionId);
    const { id } = await ann.get<{ id: string }>('/auth/me');
    expect(await idsOf(`user=${id}`)).toEqual(['anns', 'anns-second']);
    expect(await idsOf(`status=CONNECTED`)).toEqual(['anns']);
    const { pagination } = await admin.get<SessionList>('/admin/sessions?limit=2');
    expect(await idsOf(`limit=2&cursor=${pagination.nextCursor}`)).toEqual(['of-the-admin']);
    expect((await admin.call('GET', '/admin/sessions?status=HAPPY')).status).toBe(422);
  });

  it('closes registration everywhere within two seconds, and leaves it to the environment again', async () => {
    expect((await set({ registration: 'closed' })).body).toMatchObject({
      registration: 'closed',
      changed: ['registration'],
    });
    for (const gateway of [0, 1]) {
      const refused = async () => (await register(gateway)).body['code'] === 'REGISTRATION_CLOSED';
      await eventually('a refusal', refused, HOLDS_MS);
    }
    expect((await set({ registration: null })).body).toMatchObject({ registration: 'open', changed: [] });
    for (const gateway of [0, 1]) {
      await eventually('a user', async () => (await register(gateway)).status === 201, HOLDS_MS);
    }
  });

  it('changes what a plan allows, which holds for users at once', async () => {
    const plan = { messagesPerHour: 7, callsPerHour: 500, sessions: 2 };
    expect((await set({ plans: { BASIC: plan } })).body).toMatchObject({
      plans: { BASIC: plan, PRO: { sessions: 5 } },
      changed: ['plans'],
    });
    for (const gateway of cluster.gateways) {
      await eventually(
        'the plan',
        async () => {
          const { messages } = await ann.at(gateway).get<{ messages: { limit: number } }>('/billing/limits');
          return messages.limit === 7;
        },
        HOLDS_MS,
      );
    }
    const { body } = await ann.call('POST', '/sessions', { sessionId: 'third' });
    expect(body).toMatchObject({ code: 'SESSION_LIMIT_REACHED' });
  });

  it('can set nothing that is no setting', async () => {
    for (const wish of [
      { registration: 'maybe' },
      { eventRetentionDays: 0 },
      { requestsPerAddress: -1 },
      { messageRetentionDays: 365 },
      { messageRetentionDays: 'image=3' },
      { plans: { GOLD: {} } },
      { plans: { PRO: { messagesPerHour: -1, callsPerHour: 1, sessions: 1 } } },
      { plans: { PRO: { messagesPerHour: 1 } } },
      { jwtSecret: 'x' },
    ]) {
      expect((await set(wish)).status).toBe(422);
    }
  });

  it('finds the settings as they were set after a restart, and in the log who did it', async () => {
    await set({ requestsPerAddress: 500, messageRetentionDays: '180,poll=0' });
    await set({ mediaRetentionDays: 7 });
    const [gateway] = cluster.gateways;
    await gateway!.stop();
    await gateway!.up();
    expect(await admin.at(gateway!).get('/admin/settings')).toMatchObject({
      ...{ mediaRetentionDays: 7, eventRetentionDays: 30, registration: 'open' },
      ...{ requestsPerAddress: 500, messageRetentionDays: '180,poll=0' },
      changed: ['plans', 'mediaRetentionDays', 'requestsPerAddress', 'messageRetentionDays'],
    });
    const { entries } = await admin.get<{ entries: Record<string, unknown>[] }>(
      '/admin/logs?action=settings.changed&limit=1',
    );
    expect(entries).toEqual([
      expect.objectContaining({ actorEmail: admin.email, details: { wish: '{"mediaRetentionDays":7}' } }),
    ]);
  });
});
