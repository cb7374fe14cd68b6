import type { Account, MessageView, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

type HeldView = MessageView & { heldUntil?: string; reason?: string };

describe('pacing', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;
  let user: Account;
  let bob: Contact;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl, { PACING: 'on' });
    user = await gateway.register();
    bob = await sandbox.contact({ name: 'Bob' });
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  function held(sessionId: string, messageId: string, reason: string): Promise<HeldView> {
    return eventually(`${reason}`, async () => {
      const message = await user.get<HeldView>(`/sessions/${sessionId}/messages/${messageId}`);
      return message.reason === reason && message;
    });
  }

  it('is careful unless a session says otherwise, and shows what is in force', async () => {
    await user.post('/sessions', { sessionId: 'plain' });
    expect(await user.get('/sessions/plain')).toMatchObject({
      pacing: { enabled: true, messagesPerMinute: 20, burst: 5, newChatsPerDay: 30, typing: true },
    });
    const changed = await user.call('PATCH', '/sessions/plain', { pacing: { messagesPerMinute: 6 } });
    expect(changed.body).toMatchObject({ pacing: { messagesPerMinute: 6, burst: 5 } });
    const wrong = await user.call('PATCH', '/sessions/plain', { pacing: { messagesPerMinute: 0 } });
    expect([wrong.status, wrong.body['code']]).toEqual([422, 'VALIDATION_FAILED']);
  });

  it('lets a burst go, holds the rest where all can see it, and keeps the order', async () => {
    const pacing = { messagesPerMinute: 40, burst: 2, typing: false };
    const { sessionId } = await user.pair(sandbox, { sessionId: 'paced', pacing });
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push(await user.send(sessionId, bob.jid, `paced ${n}`));
    const waiting = await held(sessionId, ids[2]!, 'PACING');
    expect(waiting).toMatchObject({ status: 'QUEUED', heldUntil: expect.any(String) });
    await user.messageStatus(sessionId, ids[3]!, 'DELIVERED');
    const { messages } = await sandbox.call<{ messages: { id: string }[] }>(
      'GET',
      `/contacts/${bob.phoneNumber}/inbox`,
    );
    expect(messages.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
  });

  it('holds messages to new chats beyond the limit of the day, and no others', async () => {
    const pacing = { messagesPerMinute: 600, burst: 50, typing: false, newChatsPerDay: 1 };
    const { sessionId, phoneNumber } = await user.pair(sandbox, { sessionId: 'shy', pacing });
    const [first, second, third] = [await sandbox.contact(), await sandbox.contact(), await sandbox.contact()];
    await user.messageStatus(sessionId, await user.send(sessionId, first.jid, 'hello'), 'DELIVERED');
    const tooMany = await user.send(sessionId, second.jid, 'hello');
    const waiting = await held(sessionId, tooMany, 'NEW_CHAT_LIMIT');
    expect(new Date(String(waiting.heldUntil)).toISOString()).toMatch(/T00:00:00.000Z$/);
    const behind = await user.send(sessionId, second.jid, 'are you there?');
    await user.messageStatus(sessionId, await user.send(sessionId, first.jid, 'again'), 'DELIVERED');
    await sandbox.say(third.phoneNumber, phoneNumber, 'I write first');
    await eventually('the message of the third', async () => {
      const { messages } = await user.get<{ messages: MessageView[] }>(
        `/sessions/${sessionId}/messages?chat=${third.phoneNumber}`,
      );
      return messages.length > 0;
    });
    await user.messageStatus(sessionId, await user.send(sessionId, third.jid, 'an answer'), 'DELIVERED');
    expect((await user.message(sessionId, behind)).status).toBe('QUEUED');
    expect(await sandbox.messages({ to: second.phoneNumber })).toEqual([]);
  });

  it('stops writing to strangers when WhatsApp restricts the account (463), and says so', async () => {
    const pacing = { enabled: false };
    const session: PairedSession = await user.pair(sandbox, {
      sessionId: 'restricted',
      pacing,
      webhookUrl: receiver.url,
    });
    await user.messageStatus('restricted', await user.send('restricted', bob.jid, 'known'), 'DELIVERED');
    await sandbox.fault(session.phoneNumber, { kind: 'ack', mode: 'error', code: 463 });
    const stranger = await sandbox.contact();
    const refused = await user.send('restricted', stranger.jid, 'hello stranger');
    expect((await user.messageStatus('restricted', refused, 'FAILED')).failure).toBe('WHATSAPP_463');
    const view = await eventually('the restriction', async () => {
      const seen = await user.get<{ reason: string | null }>('/sessions/restricted');
      return seen.reason === 'REACHOUT_TIMELOCK' && seen;
    });
    expect(view).toMatchObject({ status: 'CONNECTED', restrictedUntil: expect.any(String) });
    await receiver.delivery({
      event: 'connection_update',
      sessionId: 'restricted',
      message: (view as Record<string, unknown>)['connectionMessage'],
    });

    const body = { to: (await sandbox.contact()).jid, type: 'text', text: 'hello' };
    const answer = await user.call('POST', '/sessions/restricted/messages', body);
    expect([answer.status, answer.body['reason']]).toEqual([429, 'whatsapp']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await user.messageStatus('restricted', await user.send('restricted', bob.jid, 'still fine'), 'DELIVERED');
  });
});

describe('a client version that WhatsApp refuses (405)', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl);
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  it('puts the brake on for all sessions: one has tried, the others wait', async () => {
    const user = await gateway.register();
    const first = await user.pair(sandbox, { sessionId: 'first' });
    const second = await user.pair(sandbox, { sessionId: 'second' });
    await sandbox.call('POST', '/faults', { kind: 'login-failure', reason: 405, times: 10 });
    await sandbox.fault(first.phoneNumber, { kind: 'drop' });
    const outdated = (id: string) =>
      eventually('CLIENT_OUTDATED', async () => {
        return (await user.get<{ reason: string }>(`/sessions/${id}`)).reason === 'CLIENT_OUTDATED';
      });
    await outdated('first');
    await sandbox.fault(second.phoneNumber, { kind: 'drop' });
    await outdated('second');
    const { entries } = await sandbox.call<{ entries: { event: string }[] }>('GET', '/log');
    expect(entries.filter(({ event }) => event === 'login-refused')).toHaveLength(1);
  });
});
