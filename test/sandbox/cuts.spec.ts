import { eventually, Stage, textOf, type Client } from './support.js';

describe('a cut of the connection', () => {
  let stage: Stage;
  let client: Client;
  let contact: { phoneNumber: string; jid: string };
  beforeEach(async () => {
    stage = await Stage.open();
    client = await stage.paired();
    contact = await stage.contact();
  });
  afterEach(() => stage.close());

  const write = (text: string) =>
    stage.api.post(`/contacts/${contact.phoneNumber}/messages`, { to: client.phoneNumber, text });

  const cutNext = (phase: string) => stage.api.fault(client, { kind: 'cut-next', phase });

  const texts = () => client.messages.map(textOf).filter((text) => text?.startsWith('cut '));

  async function away(): Promise<void> {
    client.stop();
    await client.closed();
    await eventually('gone', async () => {
      const { connections } = await stage.api.get<{ connections: unknown[] }>('/connections');
      return connections.length === 0 || undefined;
    });
  }

  it('before the login is answered leaves the pairing as it is', async () => {
    await away();
    await cutNext('login');
    client.reconnect();
    expect(await client.closed()).toBe(428);
    client.reconnect();
    await client.opened();
  });

  it('in the middle of what waited: the rest comes with the next login', async () => {
    await away();
    for (const n of [1, 2, 3, 4]) await write(`cut ${n}`);
    await cutNext('backlog');
    client.reconnect();
    await client.closed();
    expect(texts()).not.toContain('cut 3');
    client.reconnect();
    await Promise.all([client.received('cut 3'), client.received('cut 4')]);
  });

  it('at a message from the client: it is neither routed nor acknowledged', async () => {
    await cutNext('message');
    const id = await client.send(contact.jid, 'under way');
    await client.closed();
    expect(await stage.api.message({ id })).toBeUndefined();
    client.reconnect();
    await client.opened();
    await client.ack(await client.send(contact.jid, 'under way', id));
    expect(await stage.api.message({ id })).toMatchObject({ attempts: 1 });
  });

  it('within a frame: the stanza comes with the next login', async () => {
    await cutNext('frame');
    await write('cut 1');
    await client.closed();
    expect(texts()).toEqual([]);
    client.reconnect();
    await client.received('cut 1');
  });
});
