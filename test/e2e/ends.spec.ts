import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

describe('when WhatsApp ends a connection', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;
  let user: Account;
  let bob: Contact;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl);
    user = await gateway.register();
    bob = await sandbox.contact();
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  /** The session has been away and is back: a message goes through. */
  async function worksAgain({ sessionId }: PairedSession): Promise<void> {
    const messageId = await user.send(sessionId, bob.jid, 'works again');
    await user.messageStatus(sessionId, messageId, 'DELIVERED', 30_000);
  }

  async function wasAway(sessionId: string): Promise<void> {
    await receiver.delivery({ event: 'connection_update', sessionId, status: 'CONNECTING' }, 20_000);
  }

  it('is logged out when the device is unlinked on the phone, and can be paired again', async () => {
    const session = await user.pair(sandbox, { sessionId: 'unlinked', webhookUrl: receiver.url });
    await sandbox.call('POST', `/phones/${session.phoneNumber}/devices/1/logout`);
    const view = await user.status('unlinked', 'LOGGED_OUT');
    expect(view).toMatchObject({ reason: 'LOGGED_OUT' });
    await receiver.delivery({ event: 'connection_update', sessionId: 'unlinked', status: 'LOGGED_OUT' });
    const { qr } = await user.post<{ qr: string }>('/sessions/unlinked/connect');
    await sandbox.scan(qr);
    await user.status('unlinked', 'CONNECTED');
  });

  it('comes back by itself after a stream error 503', async () => {
    const session = await user.pair(sandbox, { sessionId: 'busy', webhookUrl: receiver.url });
    await sandbox.fault(session.phoneNumber, { kind: 'stream-error', code: 503 });
    await wasAway('busy');
    await worksAgain(session);
  });

  it('comes back by itself after the socket is cut', async () => {
    const session = await user.pair(sandbox, { sessionId: 'cut', webhookUrl: receiver.url });
    await sandbox.fault(session.phoneNumber, { kind: 'drop' });
    await wasAway('cut');
    await worksAgain(session);
  });

  it('comes back some seconds after another connection has replaced it (440)', async () => {
    const session = await user.pair(sandbox, { sessionId: 'replaced', webhookUrl: receiver.url });
    await sandbox.fault(session.phoneNumber, { kind: 'conflict' });
    const away = await eventually('the reason', async () => {
      const view = await user.get<{ reason: string | null }>('/sessions/replaced');
      return view.reason === 'REPLACED' && view;
    });
    expect(away).toMatchObject({ status: 'CONNECTING' });
    await worksAgain(session);
  });

  it('keeps the keys while logins fail with 503, and comes back when they work', async () => {
    const session = await user.pair(sandbox, { sessionId: 'outage', webhookUrl: receiver.url });
    await sandbox.fault(session.phoneNumber, { kind: 'login-failure', reason: 503, times: 2 });
    await sandbox.fault(session.phoneNumber, { kind: 'drop' });
    await wasAway('outage');
    await worksAgain(session);
  });

  it('is not stuck when WhatsApp answers with an HTTP error instead of a WebSocket', async () => {
    const session = await user.pair(sandbox, { sessionId: 'http', webhookUrl: receiver.url });
    await sandbox.call('POST', '/faults', { kind: 'http-status', status: 502, times: 1 });
    await sandbox.fault(session.phoneNumber, { kind: 'drop' });
    await wasAway('http');
    await worksAgain(session);
  });

  it('is blocked, with the reason, when WhatsApp refuses the account (403)', async () => {
    const session = await user.pair(sandbox, { sessionId: 'banned' });
    await sandbox.fault(session.phoneNumber, { kind: 'login-failure', reason: 403, times: 1 });
    await sandbox.fault(session.phoneNumber, { kind: 'drop' });
    expect(await user.status('banned', 'BLOCKED')).toMatchObject({ reason: 'FORBIDDEN' });
  });

  it('says why it can not connect and keeps trying while WhatsApp is unreachable', async () => {
    const offline = await Gateway.start('ws://127.0.0.1:9/ws/chat');
    try {
      const alone = await offline.register();
      await alone.post('/sessions', { sessionId: 'alone' });
      const connecting = await alone.call('POST', '/sessions/alone/connect');
      expect(connecting.body).toMatchObject({ status: 'CONNECTING' });
      const view = await alone.get('/sessions/alone');
      expect(view).toMatchObject({ status: 'CONNECTING', reason: 'WHATSAPP_UNREACHABLE' });
      expect(view['connectionMessage']).toMatch(/ECONNREFUSED.*Next attempt in \d+ s/);
    } finally {
      await offline.dispose();
    }
  });
});
