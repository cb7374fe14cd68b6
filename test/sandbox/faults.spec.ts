import { randomBytes } from 'node:crypto';
import { eventually, Stage, type Client } from './support.js';

describe('faults of messages', () => {
  let stage: Stage;
  let client: Client;
  let contact: { phoneNumber: string; jid: string };
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
    contact = await stage.contact();
  });
  afterAll(() => stage.close());

  const write = (text: string) =>
    stage.api.post<{ messageId: string }>(`/contacts/${contact.phoneNumber}/messages`, {
      to: client.phoneNumber,
      text,
    });

  it('acks late when told to', async () => {
    await stage.api.fault(client, { kind: 'ack', mode: 'late', delayMs: 300 });
    const sentAt = Date.now();
    const id = await client.send(contact.jid, 'late');
    await client.ack(id);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(290);
  });

  it('keeps an ack back though the message is routed, once', async () => {
    await stage.api.fault(client, { kind: 'ack', mode: 'missing' });
    const id = await client.send(contact.jid, 'not acked');
    await client.status(id, 3);
    const next = await client.send(contact.jid, 'acked');
    await client.ack(next);
    expect(client.acks.has(id)).toBe(false);
    expect(await stage.api.message({ id })).toMatchObject({ serverAcked: false, text: 'not acked' });
  });

  it('refuses a message with the code asked for and routes nothing', async () => {
    await stage.api.fault(client, { kind: 'ack', mode: 'error', code: 400 });
    const id = await client.send(contact.jid, 'refused');
    await client.status(id, 0);
    expect((await client.ack(id)).error).toBe('400');
    const { messages } = await stage.api.get<{ messages: { text: string }[] }>(
      `/contacts/${contact.phoneNumber}/inbox`,
    );
    expect(messages.map(({ text }) => text)).not.toContain('refused');
    expect(await stage.api.message({ id })).toMatchObject({ refusals: 1, text: null });
  });

  it('repairs a corrupt message by the retry receipt of the client', async () => {
    await stage.api.fault(client, { kind: 'corrupt-next' });
    const { messageId } = await write('repaired');
    await client.received('repaired');
    expect(client.texts(messageId)).toEqual([undefined, 'repaired']);
    expect((await stage.api.message({ id: messageId }))?.receipts.map(({ type }) => type)).toContain('retry');
    expect(await stage.api.logged(client.phoneNumber, 'nack')).toHaveLength(1);
    await eventually('queue empty', async () => {
      const { devices } = await stage.api.get<{ devices: { waiting: number }[] }>(`/phones/${client.phoneNumber}`);
      return devices[0]?.waiting === 0 || undefined;
    });
  });

  it('repairs a corrupt message between two clients', async () => {
    const sent = new Map<string, object>();
    const other = await stage.paired({
      getMessage: (key) => Promise.resolve(sent.get(key.id ?? '') as { conversation: string } | undefined),
    });
    await stage.api.fault(client, { kind: 'corrupt-next' });
    sent.set('FORYOU1', { conversation: 'between us' });
    await other.send(`${client.phoneNumber}@s.whatsapp.net`, 'between us', 'FORYOU1');
    await client.received('between us');
  });

  it('asks a client again for what the contact cannot decrypt', async () => {
    const other = await stage.paired({ getMessage: () => Promise.resolve({ conversation: 'told again' }) });
    const enc = { tag: 'enc', attrs: { v: '2', type: 'msg' }, content: randomBytes(64) };
    const copy = { tag: 'to', attrs: { jid: contact.jid }, content: [enc] };
    await other.socket.sendNode({
      tag: 'message',
      attrs: { id: 'UNREADABLE1', to: contact.jid, type: 'text' },
      content: [{ tag: 'participants', attrs: {}, content: [copy] }],
    });
    const message = await eventually('decrypted after a resend', async () => {
      const seen = await stage.api.message({ id: 'UNREADABLE1' });
      return seen?.text === 'told again' ? seen : undefined;
    });
    expect(message).toMatchObject({ decryptFailures: 1 });
    expect(message.decryptError).toBeUndefined();
  });

  it('delivers what a client sends that was restored from an old backup', async () => {
    const stale = client.auth.copy();
    const id = await client.send(contact.jid, 'step one');
    await client.status(id, 3);
    const rewound = stage.client(stale);
    await rewound.opened();
    const replayed = await rewound.send(contact.jid, 'from an old backup');
    await eventually('the message decrypted', async () => {
      const message = await stage.api.message({ id: replayed });
      return message?.text === 'from an old backup' && message.decryptError === undefined ? message : undefined;
    });
    rewound.stop();
    client.reconnect();
    await client.opened();
  });

  it('delivers a message twice when told to', async () => {
    await stage.api.fault(client, { kind: 'duplicate-next' });
    const { messageId } = await write('twice');
    await client.received('twice');
    await eventually('refused copy', async () => {
      const nacks = await stage.api.logged(client.phoneNumber, 'nack');
      return nacks.find(({ detail }) => String(detail).includes(messageId));
    });
  });

  it('delivers a receipt late when told to, so that the next one overtakes it', async () => {
    const reader = await stage.contact({ autoRead: true });
    await stage.api.fault(client, { kind: 'delay-next', stanza: 'receipt', delayMs: 300 });
    const id = await client.send(reader.jid, 'read before it arrived');
    await client.status(id, 4);
    expect(client.statuses.get(id)).not.toContain(3);
    await eventually('late receipt', async () => {
      const receipts = await stage.api.get<{ devices: { waiting: number }[] }>(`/phones/${client.phoneNumber}`);
      return client.statuses.get(id)?.includes(3) && receipts.devices[0]?.waiting === 0 ? true : undefined;
    });
  });

  it('lists what is armed, and clears it', async () => {
    await stage.api.fault(client, { kind: 'corrupt-next', times: 3 });
    await stage.api.post('/faults', { kind: 'http-status', status: 429, times: 2 });
    expect(await stage.api.get('/faults')).toEqual({
      faults: [
        { phoneNumber: client.phoneNumber, kind: 'corrupt-next', times: 3 },
        { phoneNumber: null, kind: 'http-status', status: 429, times: 2 },
      ],
    });
    await stage.api.delete(`/phones/${client.phoneNumber}/faults`);
    await stage.api.delete('/faults');
    expect(await stage.api.get('/faults')).toEqual({ faults: [] });
  });

  it.each([
    [{ kind: 'nonsense' }, 'kind must be one of'],
    [{ kind: 'ack' }, 'mode is missing'],
    [{ kind: 'drop', time: 2 }, 'time is not known here'],
    [{ kind: 'http-status', status: 99 }, 'status must be at least 200'],
  ])('refuses %j', async (fault, detail) => {
    await expect(stage.api.fault(client, fault)).rejects.toThrow(detail);
  });
});
