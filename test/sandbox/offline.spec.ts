import { eventually, Stage, textOf, type Client } from './support.js';

describe('the queue of a client that is away', () => {
  let stage: Stage;
  let client: Client;
  let contact: { phoneNumber: string; jid: string };
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
    contact = await stage.contact();
    await settled();
  });
  afterAll(() => stage.close());

  const write = (text: string, id: string) =>
    stage.api.post(`/contacts/${contact.phoneNumber}/messages`, { to: client.phoneNumber, text, id });

  const waiting = async () => {
    const { devices } = await stage.api.get<{ devices: { waiting: number }[] }>(`/phones/${client.phoneNumber}`);
    return devices[0]?.waiting;
  };

  const settled = () => eventually('queue empty', async () => (await waiting()) === 0 || undefined);

  const gone = () =>
    eventually('gone', async () => {
      const { connections } = await stage.api.get<{ connections: unknown[] }>('/connections');
      return connections.length === 0 || undefined;
    });

  it('hands over messages in order, marked as old, and forgets them when they are acknowledged', async () => {
    client.stop();
    await gone();
    for (const n of [1, 2, 3]) await write(`waited ${n}`, `WAITED${n}`);
    expect(await waiting()).toBe(3);
    client.reconnect();
    await client.received('waited 3');
    const waited = client.messages.map(textOf).filter((text) => text?.startsWith('waited'));
    expect(waited).toEqual(['waited 1', 'waited 2', 'waited 3']);
    expect(client.upsertTypes.get('WAITED1')).toBe('append');
    await settled();
  });

  it('delivers receipts that came meanwhile', async () => {
    await client.opened();
    const away = await stage.contact({ online: false });
    const id = await client.send(`${away.phoneNumber}@s.whatsapp.net`, 'tick me');
    await client.ack(id);
    client.stop();
    await gone();
    await stage.api.patch(`/contacts/${away.phoneNumber}`, { online: true });
    await eventually('receipt waits', async () => (await waiting()) === 1 || undefined);
    client.reconnect();
    await client.status(id, 3);
  });

  it('delivers again what a client received and did not acknowledge', async () => {
    await client.opened();
    const frozen = client.auth.copy();
    await stage.api.fault(client, { kind: 'silence' });
    await write('unacknowledged', 'UNACKED1');
    expect(await waiting()).toBe(1);
    const restored = stage.client(frozen);
    await restored.received('unacknowledged');
    await settled();
    restored.stop();
  });

  it('opens without the mark of the end when told so', async () => {
    const careless = await stage.paired();
    await stage.api.fault(careless, { kind: 'no-offline-ib' });
    let told = false;
    careless.stop();
    careless.reconnect();
    careless.socket.ws.on('CB:ib,,offline', () => (told = true));
    await careless.opened();
    await careless.send(contact.jid, 'still works');
    expect(told).toBe(false);
  });
});
