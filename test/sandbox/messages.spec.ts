import { eventually, Stage, type Client, type Json } from './support.js';

describe('texts between a Baileys client and a simulated contact', () => {
  let stage: Stage;
  let client: Client;
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
  });
  afterAll(() => stage.close());

  it('delivers a text, decrypted, with ack, delivery and read receipts', async () => {
    const contact = await stage.contact();
    const id = await client.send(contact.jid, 'hello contact');
    expect(await client.ack(id)).toMatchObject({ class: 'message', from: contact.jid });
    await client.status(id, 3);
    await stage.api.post(`/contacts/${contact.phoneNumber}/read`);
    await client.status(id, 4);
    expect(await stage.api.message({ id, to: contact.phoneNumber })).toMatchObject({
      from: client.phoneNumber,
      text: 'hello contact',
      serverAcked: true,
      attempts: 1,
      ciphertexts: 1,
      deliveredAt: expect.any(String),
      readAt: expect.any(String),
    });
  });

  it.each(['pn', 'lid'])('delivers a text of a contact addressed by %s', async (addressing) => {
    const contact = await stage.contact({ addressing, name: 'Grace' });
    const text = `hello from ${addressing}`;
    await stage.api.post(`/contacts/${contact.phoneNumber}/messages`, { to: client.phoneNumber, text });
    const { key, pushName } = await client.received(text);
    const [remoteJid, remoteJidAlt] = addressing === 'pn' ? [contact.jid, contact.lid] : [contact.lid, contact.jid];
    expect({ ...key, pushName }).toMatchObject({ remoteJid, remoteJidAlt, fromMe: false, pushName: 'Grace' });
  });

  it('gives again from the phone what it has withheld from a client, but for what is viewed once', async () => {
    const contact = await stage.contact();
    const say = (body: object) =>
      stage.api.post(`/contacts/${contact.phoneNumber}/messages`, { to: client.phoneNumber, withheld: true, ...body });
    const data = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex').toString('base64');
    await say({ type: 'image', data, viewOnce: true, caption: 'once' });
    await say({ text: 'only on the phone' });
    const { key } = await client.received('only on the phone');
    expect(key).toMatchObject({ remoteJid: contact.jid, fromMe: false });
    expect(client.messages.filter(({ message }) => message?.viewOnceMessage ?? message?.imageMessage)).toEqual([]);
  });

  it('reads at once and answers when the contact is told to', async () => {
    const contact = await stage.contact({ autoRead: true, replyWith: 'got it' });
    const id = await client.send(contact.jid, 'anybody there?');
    await client.status(id, 4);
    expect((await client.received('got it')).key.remoteJid).toBe(contact.jid);
  });

  it('keeps a text for an offline contact: acked, delivered when it is back', async () => {
    const contact = await stage.contact({ online: false });
    const id = await client.send(contact.jid, 'for later');
    await client.ack(id);
    expect(await stage.api.message({ id })).toMatchObject({ serverAcked: true, text: null });
    expect(await stage.api.get(`/contacts/${contact.phoneNumber}/inbox`)).toEqual({ messages: [] });
    await stage.api.patch(`/contacts/${contact.phoneNumber}`, { online: true });
    await client.status(id, 3);
    expect(await stage.api.message({ id })).toMatchObject({ text: 'for later' });
  });

  it('counts a resend of an id as one message with two attempts', async () => {
    const contact = await stage.contact();
    const id = await client.send(contact.jid, 'once', 'SAMEID1');
    await client.status(id, 3);
    await client.send(contact.jid, 'once', 'SAMEID1');
    await eventually('second attempt', async () => {
      const message = await stage.api.message({ id, from: client.phoneNumber });
      return message?.attempts === 2 && message.ciphertexts === 2 ? message : undefined;
    });
    const { messages } = await stage.api.get<{ messages: Json[] }>(`/contacts/${contact.phoneNumber}/inbox`);
    expect(messages.map((message) => message.text)).toEqual(['once']);
  });

  it('carries texts between two Baileys clients, with receipts', async () => {
    const [ada, grace] = [client, await stage.paired()];
    const id = await ada.send(`${grace.phoneNumber}@s.whatsapp.net`, 'hello Grace');
    const { key } = await grace.received('hello Grace');
    expect(key.remoteJid).toBe(`${ada.phoneNumber}@s.whatsapp.net`);
    await ada.status(id, 3);
    await grace.send(`${ada.phoneNumber}@s.whatsapp.net`, 'hello Ada');
    await ada.received('hello Ada');
    await ada.send(`${grace.phoneNumber}@s.whatsapp.net`, 'and again');
    await grace.received('and again');
    await grace.socket.readMessages([key]);
    await ada.status(id, 4);
    expect(await stage.api.message({ id, from: ada.phoneNumber })).toMatchObject({
      text: 'hello Grace',
      receipts: expect.arrayContaining([expect.objectContaining({ device: 1, type: 'read' })]),
    });
  });

  it('shows a message of one device, or of the phone itself, to the other devices of the account', async () => {
    const first = client;
    const second = stage.client();
    await stage.api.post(`/phones/${first.phoneNumber}/scan`, { qr: await second.shownQr() });
    await second.opened();
    const contact = await stage.contact();
    await first.send(contact.jid, 'from the first device');
    const copy = await second.received('from the first device');
    expect(copy.key).toMatchObject({ fromMe: true, remoteJid: contact.jid });
    await stage.api.post(`/phones/${first.phoneNumber}/messages`, { to: contact.phoneNumber, text: 'from the phone' });
    for (const client of [first, second]) {
      expect((await client.received('from the phone')).key).toMatchObject({ fromMe: true, remoteJid: contact.jid });
    }
    expect(await stage.api.get(`/contacts/${contact.phoneNumber}/inbox`)).toMatchObject({
      messages: [{ text: 'from the first device' }, { text: 'from the phone' }],
    });
  });

  it('notes to whom a message to oneself went', async () => {
    const id = await client.send(`${client.phoneNumber}@s.whatsapp.net`, 'note to self');
    await eventually('decrypted', async () => {
      const message = await stage.api.message({ id, from: client.phoneNumber });
      return message?.text === 'note to self' && message.to === client.phoneNumber ? message : undefined;
    });
  });

  it('records the receipts of the client for what it got', async () => {
    const contact = await stage.contact();
    const { messageId } = await stage.api.post<{ messageId: string }>(`/contacts/${contact.phoneNumber}/messages`, {
      to: client.phoneNumber,
      text: 'seen?',
      id: 'MYID42',
    });
    expect(messageId).toBe('MYID42');
    const { key } = await client.received('seen?');
    await client.socket.readMessages([key]);
    await eventually('read receipt', async () => {
      const message = await stage.api.message({ id: messageId });
      return message?.receipts.some(({ type }) => type === 'read') && message.readAt ? message : undefined;
    });
  });

  it('says who is on WhatsApp', async () => {
    const contact = await stage.contact();
    expect(await client.socket.onWhatsApp(contact.phoneNumber, '15559999999')).toEqual([
      { jid: contact.jid, exists: true },
    ]);
  });

  it('answers 501 to a query it does not know', async () => {
    const query = client.socket.query({
      tag: 'iq',
      attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'urn:nobody' },
      content: [],
    });
    await expect(query).rejects.toMatchObject({ data: 501 });
  });

  it('keeps app state patches and hands them to the other devices', async () => {
    await eventually('sync', () => (client.auth.state.creds.accountSyncCounter ?? 0) > 0 || undefined);
    const contact = await stage.contact();
    await client.socket.chatModify({ pin: true }, contact.jid);
    await client.socket.resyncAppState(['regular_low'], false);
    await client.socket.chatModify({ pin: false }, contact.jid);
  });
});
