import { Cluster, type Member } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { newGroup } from '../support/groups.js';
import { Orchestrator } from '../support/orchestrator.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let sandbox: Sandbox;
let bob: Contact;

beforeAll(async () => {
  sandbox = await Sandbox.start();
  bob = await sandbox.contact({ name: 'Bob' });
});

afterAll(() => sandbox?.stop());

describe('a worker, without any gateway', () => {
  let cluster: Cluster;
  let worker: Member;
  let orchestrator: Orchestrator;

  beforeAll(async () => {
    cluster = await Cluster.start(sandbox.wsUrl, { WORKER_MAX_SESSIONS: '9' });
    worker = await cluster.worker();
    orchestrator = new Orchestrator(worker, cluster.env['WORKER_AUTH_TOKEN']!);
  }, 120_000);

  afterAll(() => cluster?.dispose());

  it('wants the token of the workers for everything but its health', async () => {
    const stranger = new Orchestrator(worker, 'not-the-token-of-the-workers');
    for (const [method, path] of [
      ['POST', '/session/create'],
      ['POST', '/session/shop/connect'],
      ['GET', '/session/shop/status'],
      ['DELETE', '/session/shop'],
      ['POST', '/session/shop/send'],
      ['GET', '/session/shop/messages'],
    ] as const) {
      for (const answer of [await worker.call(method, path), await stranger.call(method, path)]) {
        expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      }
    }
    const health = await worker.call('GET', '/health');
    expect(health).toMatchObject({
      status: 200,
      body: { success: true, data: { status: 'ok', workerId: 'w1', maxSessions: 9 }, status: 'ok', role: 'worker' },
    });
  });

  it('documents its own routes', async () => {
    const { body } = await worker.call<{ paths: object }>('GET', '/docs/json');
    const own = Object.keys(body.paths).filter((path) => path.startsWith('/session'));
    expect(own.sort()).toEqual([
      '/session/create',
      '/session/{sessionId}',
      '/session/{sessionId}/connect',
      '/session/{sessionId}/messages',
      '/session/{sessionId}/send',
      '/session/{sessionId}/status',
    ]);
  });

  it('makes a session, shows its QR code, connects, sends, receives and deletes', async () => {
    const created = await orchestrator.call('POST', '/session/create', { sessionId: 'shop' });
    expect(created).toMatchObject({
      status: 201,
      body: { success: true, data: { sessionId: 'shop', status: 'disconnected', workerId: 'w1' } },
    });

    const shown = await orchestrator.data('POST', '/session/shop/connect');
    expect(shown).toMatchObject({ status: 'qr_required', whatsappId: null });
    expect(shown['qrCode']).toMatch(/^data:image\/png;base64,/);
    expect(await orchestrator.data('GET', '/session/shop/status')).toMatchObject({ status: 'qr_required' });

    const phoneNumber = await sandbox.scan(String(shown['qr']));
    const connected = await orchestrator.status('shop', 'connected');
    expect(connected).toMatchObject({ whatsappId: `${phoneNumber.replace('+', '')}@s.whatsapp.net` });
    expect(connected).not.toHaveProperty('qr');
    expect(connected['lastActivity']).toMatch(ISO);

    const sent = await orchestrator.call('POST', '/session/shop/send', {
      to: bob.phoneNumber,
      message: 'Good morning',
    });
    expect(sent).toMatchObject({ status: 200, body: { success: true, data: { status: 'sent', to: bob.jid } } });
    const { messageId, timestamp } = sent.body['data'] as { messageId: string; timestamp: string };
    expect(timestamp).toMatch(ISO);
    expect(await sandbox.messages({ id: messageId })).toMatchObject([{ text: 'Good morning', serverAcked: true }]);

    await sandbox.say(bob.phoneNumber, phoneNumber, 'Good morning to you');
    const answer = await orchestrator.message('shop', { direction: 'inbound', text: 'Good morning to you' });
    expect(answer).toMatchObject({ status: 'received', timestamp: expect.stringMatching(ISO) as unknown });
    await orchestrator.message('shop', { messageId, direction: 'outbound', status: 'delivered' });

    expect(await orchestrator.data('DELETE', '/session/shop')).toMatchObject({ status: 'disconnected' });
    await eventually('no device', async () => {
      const { devices } = await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${phoneNumber}`);
      return devices.length === 0;
    });
    expect((await orchestrator.call('GET', '/session/shop/status')).status).toBe(404);
  });

  it('says what is wrong', async () => {
    const code = async (method: string, path: string, body?: unknown) => {
      const answer = await orchestrator.call(method, path, body);
      return [answer.status, answer.body['code']];
    };
    await orchestrator.data('POST', '/session/create', { sessionId: 'odd' });
    expect(await code('POST', '/session/create', { sessionId: 'odd' })).toEqual([409, 'SESSION_EXISTS']);
    expect(await code('POST', '/session/create', { sessionId: '../odd' })).toEqual([422, 'VALIDATION_FAILED']);
    expect(await code('GET', '/session/nobody/status')).toEqual([404, 'SESSION_NOT_FOUND']);
    expect(await code('POST', '/session/nobody/connect')).toEqual([404, 'SESSION_NOT_FOUND']);
    expect(await code('POST', '/session/odd/send', { to: bob.jid })).toEqual([422, 'VALIDATION_FAILED']);
    expect(await code('POST', '/session/odd/send', { to: 'bob', text: 'x' })).toEqual([422, 'RECIPIENT_INVALID']);
    expect(await code('POST', '/session/odd/send', { to: bob.jid, message: 'x' })).toEqual([
      409,
      'SESSION_NOT_CONNECTED',
    ]);
    expect(await orchestrator.messages('odd')).toEqual([]);
  });

  it('writes to groups and LIDs, and shows what is said of files', async () => {
    const phoneNumber = await orchestrator.pair(sandbox, 'social');
    const group = await newGroup(sandbox, bob, [{ phoneNumber }]);
    for (const to of [group, bob.lid]) {
      const sent = await orchestrator.call('POST', '/session/social/send', { to, text: `to ${to}` });
      expect(sent).toMatchObject({ status: 200, body: { data: { status: 'sent', to } } });
      const { messageId } = sent.body['data'] as { messageId: string };
      await eventually('the text', async () => (await sandbox.seen(messageId)).text === `to ${to}`);
    }
    const said = { to: group, type: 'image', data: 'AAAA', mimetype: 'image/png', caption: 'look', width: 2 };
    await sandbox.call('POST', `/contacts/${bob.phoneNumber}/messages`, said);
    const picture = await orchestrator.message('social', { type: 'image', chatId: group });
    expect(picture).toMatchObject({
      from: bob.jid,
      text: 'look',
      media: { mimetype: 'image/png', sizeBytes: 3, width: 2 },
    });
    const status = await orchestrator.call('POST', '/session/social/send', { to: 'status@broadcast', text: 'x' });
    expect([status.status, status.body['code']]).toEqual([501, 'NOT_OFFERED']);
  });

  it('says that a message is stored and queued when WhatsApp does not answer in time, and sends it once', async () => {
    const phoneNumber = await orchestrator.pair(sandbox, 'slow');
    await sandbox.fault(phoneNumber, { kind: 'ack', mode: 'late', delayMs: 18_000 });
    const away = await sandbox.contact({ online: false });
    const answer = await orchestrator.call('POST', '/session/slow/send', { to: away.jid, message: 'in time' });
    expect(answer).toMatchObject({ status: 202, body: { success: true, data: { status: 'queued' } } });
    const { messageId } = answer.body['data'] as { messageId: string };
    await orchestrator.message('slow', { messageId, status: 'sent' });
    expect(await sandbox.messages({ id: messageId })).toHaveLength(1);
  });

  it('says that WhatsApp refused a message, and lists it as failed', async () => {
    const phoneNumber = await orchestrator.pair(sandbox, 'refused');
    await sandbox.fault(phoneNumber, { kind: 'ack', mode: 'error', code: 463 });
    const answer = await orchestrator.call('POST', '/session/refused/send', { to: bob.jid, message: 'unwanted' });
    expect(answer).toMatchObject({ status: 502, body: { code: 'MESSAGE_FAILED' } });
    expect(answer.body['detail']).toContain('WHATSAPP_463');
    await orchestrator.message('refused', { text: 'unwanted', status: 'failed', detail: 'WHATSAPP_463' });
  });

  it('connects its sessions again after a restart, without a QR code and with their messages', async () => {
    const phoneNumber = await orchestrator.pair(sandbox, 'lasting');
    await orchestrator.data('POST', '/session/lasting/send', { to: bob.jid, text: 'before' });
    await worker.kill();
    await worker.up();
    await orchestrator.status('lasting', 'connected');
    await eventually('the device', () => sandbox.isOnline(phoneNumber));
    await orchestrator.message('lasting', { text: 'before', direction: 'outbound' });
    await orchestrator.data('POST', '/session/lasting/send', { to: bob.jid, text: 'after' });
  });

  it('takes no more sessions than it may', async () => {
    for (const sessionId of ['full-1', 'full-2', 'full-3', 'full-4', 'full-5', 'full-6']) {
      await orchestrator.data('POST', '/session/create', { sessionId });
    }
    const answers = await Promise.all(
      ['full-1', 'full-2', 'full-3', 'full-4', 'full-5', 'full-6'].map((sessionId) =>
        orchestrator.call('POST', `/session/${sessionId}/connect`),
      ),
    );
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ body: { code: 'NO_WORKER', detail: 'Worker w1 is full with 9 sessions.' } });
    expect(refused[0]!.headers.get('retry-after')).toBe('5');
  });
});

describe('two workers and a gateway', () => {
  let cluster: Cluster;
  let gateway: Member;
  let first: Orchestrator;
  let second: Orchestrator;

  beforeAll(async () => {
    cluster = await Cluster.start(sandbox.wsUrl);
    const token = cluster.env['WORKER_AUTH_TOKEN']!;
    [gateway] = await Promise.all([cluster.gateway(), cluster.worker(), cluster.worker()]);
    [first, second] = cluster.workers.map((worker) => new Orchestrator(worker, token)) as [Orchestrator, Orchestrator];
  }, 120_000);

  afterAll(() => cluster?.dispose());

  it('answer 409 with the name of the worker that has the session', async () => {
    await first.pair(sandbox, 'mine');
    const elsewhere = { code: 'SESSION_ELSEWHERE', detail: 'Session "mine" is at worker w1.' };
    for (const [method, path, body] of [
      ['POST', '/session/create', { sessionId: 'mine' }],
      ['POST', '/session/mine/connect', undefined],
      ['GET', '/session/mine/status', undefined],
      ['GET', '/session/mine/messages', undefined],
      ['POST', '/session/mine/send', { to: bob.jid, message: 'x' }],
      ['DELETE', '/session/mine', undefined],
    ] as const) {
      expect(await second.call(method, path, body)).toMatchObject({ status: 409, body: elsewhere });
    }
    expect(await first.data('GET', '/session/mine/status')).toMatchObject({ status: 'connected' });
  });

  it('keep the sessions of users and those of the orchestrator apart', async () => {
    const user = await gateway.register();
    await user.post('/sessions', { sessionId: 'users' });
    const belongs = { status: 409, body: { code: 'SESSION_ELSEWHERE' } };
    expect(await first.call('POST', '/session/create', { sessionId: 'users' })).toMatchObject(belongs);
    expect(await first.call('GET', '/session/users/status')).toMatchObject(belongs);
    expect(await first.call('DELETE', '/session/users')).toMatchObject(belongs);

    await first.data('POST', '/session/create', { sessionId: 'theirs' });
    expect((await user.call('POST', '/sessions', { sessionId: 'theirs' })).status).toBe(409);
    expect((await user.call('GET', '/sessions/theirs')).status).toBe(404);
  });

  it('keep what came in although a gateway takes everything else', async () => {
    const phoneNumber = await first.pair(sandbox, 'inbound');
    const user = await gateway.register();
    const other = await user.pair(sandbox);
    await sandbox.say(bob.phoneNumber, phoneNumber, 'for the orchestrator');
    await sandbox.say(bob.phoneNumber, other.phoneNumber, 'for the user');
    await eventually("the user's message", async () => {
      const { messages } = await user.get<{ messages: unknown[] }>(`/sessions/${other.sessionId}/messages`);
      return messages.length === 1;
    });
    await first.message('inbound', { text: 'for the orchestrator', status: 'received' });
    await first.data('POST', '/session/inbound/send', { to: bob.jid, message: 'and back' });
    expect((await first.messages('inbound')).map(({ text }) => text)).toEqual(['and back', 'for the orchestrator']);
  });

  it('take over from one that was killed, with all that was kept', async () => {
    await first.pair(sandbox, 'survivor');
    await first.data('POST', '/session/survivor/send', { to: bob.jid, message: 'before' });
    await first.worker.kill();
    await second.status('survivor', 'connected', 30_000);
    await second.data('POST', '/session/survivor/send', { to: bob.jid, message: 'after' });
    expect((await second.messages('survivor')).map(({ text }) => text)).toEqual(['after', 'before']);
    await first.worker.up();
    expect(await first.call('GET', '/session/survivor/status')).toMatchObject({
      status: 409,
      body: { detail: 'Session "survivor" is at worker w2.' },
    });
  });
});
