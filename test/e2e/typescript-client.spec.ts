import { Webhook } from 'standardwebhooks';
import { answer, ProblemError, type Schema, wagate } from '../../examples/typescript-client/client.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';

describe('the TypeScript client', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl);
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  it('goes the whole way: registers, links a phone, sends, waits, reads the events and verifies the webhook', async () => {
    const baseUrl = gateway.url;
    const account = { email: 'shop@example.org', password: 'correct horse battery' };
    const { accessToken } = await answer(wagate({ baseUrl }).POST('/api/v1/auth/register', { body: account }));
    const owner = wagate({ baseUrl, credential: accessToken });
    const made = await answer(owner.POST('/api/v1/sessions', { body: { sessionId: 'shop', name: 'My shop' } }));
    const hook = { url: receiver.url, sessionId: 'shop' };
    const { secret } = await answer(owner.POST('/api/v1/webhooks', { body: hook }));

    const session = wagate({ baseUrl, credential: made.apiKey });
    const params = { path: { sessionId: made.sessionId } };
    const { qr } = await answer(session.POST('/api/v1/sessions/{sessionId}/connect', { params }));
    await sandbox.scan(qr!);
    await eventually('the connection', async () => {
      const { status } = await answer(session.GET('/api/v1/sessions/{sessionId}/status', { params }));
      return status === 'CONNECTED';
    });

    const bob = await sandbox.contact({ name: 'Bob' });
    const body: Schema<'SendTextDto'> = { to: bob.phoneNumber, type: 'text', text: 'Your order is ready' };
    const waiting = { ...params, query: { wait: 'delivered', timeoutMs: 30_000 } } as const;
    const sent = await answer(session.POST('/api/v1/sessions/{sessionId}/messages', { params: waiting, body }));
    expect(sent.status).toBe('DELIVERED');

    const query = { sessionId: 'shop', types: ['message.status' as const] };
    const { events } = await answer(session.GET('/api/v1/events', { params: { query } }));
    expect(events.map(({ data }) => [data['messageId'], data['status']])).toContainEqual([sent.messageId, 'DELIVERED']);

    const { raw, headers } = await receiver.delivery({ type: 'message.status', messageId: sent.messageId });
    const event = new Webhook(secret).verify(raw, headers as Record<string, string>) as Schema<'EventDto'>;
    expect(event.type).toBe('message.status');
  });

  it('throws problems with their code', async () => {
    const nobody = wagate({ baseUrl: gateway.url, credential: 'wag_nobody' });
    const refusal = await answer(nobody.GET('/api/v1/sessions')).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProblemError);
    expect(refusal).toMatchObject({ status: 401, problem: { code: 'UNAUTHENTICATED' } });
  });
});
