import { readFileSync } from 'node:fs';
import type { BaileysEventMap, PresenceData, WACallEvent } from '@whiskeysockets/baileys';
import { Agent } from 'undici';
import { eventually, Stage, textOf, type Client, type Json } from './support.js';

describe('people', () => {
  let stage: Stage;
  let client: Client;
  let grace: { phoneNumber: string; jid: string; lid: string };
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
    grace = await stage.contact({ name: 'Grace' });
  });
  afterAll(() => stage.close());

  it('show presence to a client that asked, and what they do in a chat', async () => {
    const seen: PresenceData['lastKnownPresence'][] = [];
    client.socket.ev.on('presence.update', ({ id, presences }) => {
      const presence = presences[id];
      if (id === grace.jid && presence) seen.push(presence.lastKnownPresence);
    });
    const path = `/people/${grace.phoneNumber}/presence`;
    await stage.api.post(path, { state: 'unavailable' });
    await client.socket.presenceSubscribe(grace.jid);
    await eventually('presence', () => seen.length > 0 || undefined);
    await stage.api.post(path, { state: 'unavailable' });
    for (const state of ['composing', 'recording', 'paused']) {
      await stage.api.post(path, { state, to: client.phoneNumber });
    }
    await eventually('all of it', () => seen.length === 5 || undefined);
    expect(seen).toEqual(['available', 'unavailable', 'composing', 'recording', 'available']);
  });

  it('are found by their numbers, and others are not', async () => {
    const asked = await client.socket.onWhatsApp(grace.phoneNumber, '493012345678');
    expect(asked).toEqual([{ jid: grace.jid, exists: true }]);
  });

  it('see what a client does in a chat', async () => {
    await client.socket.sendPresenceUpdate('composing', grace.jid);
    await client.socket.sendPresenceUpdate('recording', grace.jid);
    const entries = await eventually('chat states', async () => {
      const logged = await stage.api.logged(client.phoneNumber, 'chatstate');
      return logged.length === 2 ? logged : undefined;
    });
    expect(entries.map(({ detail }) => detail)).toEqual([
      `composing ${grace.phoneNumber}`,
      `recording ${grace.phoneNumber}`,
    ]);
  });

  it('call, hang up and are rejected', async () => {
    const events: WACallEvent[] = [];
    client.socket.ev.on('call', (calls) => events.push(...calls));
    const path = `/people/${grace.phoneNumber}/calls`;
    const first = await stage.api.post<{ id: string }>(path, { to: client.phoneNumber, video: true });
    const offer = await eventually('offer', () =>
      events.find(({ id, status }) => id === first.id && status === 'offer'),
    );
    expect(offer).toMatchObject({ isVideo: true, from: grace.jid, callerPn: grace.jid });
    await client.socket.rejectCall(offer.id, offer.from);
    expect(await stage.api.get('/calls')).toMatchObject({ calls: [{ id: first.id, state: 'rejected' }] });
    const second = await stage.api.post<{ id: string }>(path, { to: client.phoneNumber });
    await stage.api.post(`/calls/${second.id}/answer`, { accept: true });
    await eventually('the answer', () => events.find(({ id, status }) => id === second.id && status === 'accept'));
    await stage.api.post(`/calls/${second.id}/end`, { reason: 'timeout' });
    await eventually('the end', () => events.find(({ id, status }) => id === second.id && status === 'timeout'));
  });

  it('have a name, an about text and a picture', async () => {
    await client.send(grace.jid, 'hello');
    const changed: BaileysEventMap['contacts.update'] = [];
    client.socket.ev.on('contacts.update', (updates) => changed.push(...updates));
    const picture = Buffer.from('a picture').toString('base64');
    await stage.api.patch(`/people/${grace.phoneNumber}/profile`, { about: 'At sea', picture });
    await eventually('news', () => changed.find(({ id, imgUrl }) => id === grace.jid && imgUrl === 'changed'));
    expect(await client.socket.fetchStatus(grace.jid)).toMatchObject([{ status: { status: 'At sea' } }]);
    const url = await client.socket.profilePictureUrl(grace.jid, 'image');
    const dispatcher = new Agent({ connect: { ca: readFileSync(stage.sandbox.caFile) } });
    const response = await fetch(url ?? '', { dispatcher } as unknown as RequestInit);
    expect(await response.text()).toBe('a picture');
    await dispatcher.close();
    const nobody = await stage.contact();
    await expect(client.socket.profilePictureUrl(nobody.jid)).rejects.toMatchObject({ data: 404 });
  });

  it('see the profile of a client, which it changes itself', async () => {
    await client.socket.updateProfileStatus('On duty');
    await client.socket.query({
      tag: 'iq',
      attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'w:profile:picture' },
      content: [{ tag: 'picture', attrs: { type: 'image' }, content: Buffer.from('jpeg') }],
    });
    const path = `/people/${client.phoneNumber}/profile`;
    expect(await stage.api.get(path)).toMatchObject({ about: 'On duty', hasPicture: true });
    await client.socket.removeProfilePicture(`${client.phoneNumber}@s.whatsapp.net`);
    expect(await stage.api.get(path)).toMatchObject({ hasPicture: false });
  });

  it('say who may see what, and what their business is', async () => {
    await client.socket.updateLastSeenPrivacy('none');
    expect(await client.socket.fetchPrivacySettings(true)).toMatchObject({ last: 'none', profile: 'all' });
    expect(await client.socket.getBusinessProfile(grace.jid)).toBeUndefined();
    await stage.api.patch(`/people/${grace.phoneNumber}/profile`, {
      business: { email: 'g@example.org', category: 'Navy' },
    });
    expect(await client.socket.getBusinessProfile(grace.jid)).toMatchObject({
      email: 'g@example.org',
      category: 'Navy',
    });
  });

  it('are blocked: their messages do not come, until they are let go', async () => {
    const spam = await stage.contact();
    const say = (text: string) =>
      stage.api.post(`/contacts/${spam.phoneNumber}/messages`, { to: client.phoneNumber, text });
    await say('before');
    await client.received('before');
    await client.socket.updateBlockStatus(spam.jid, 'block');
    expect(await client.socket.fetchBlocklist()).toEqual([spam.lid]);
    await say('while blocked');
    await client.socket.updateBlockStatus(spam.jid, 'unblock');
    await say('after');
    await client.received('after');
    expect(client.messages.map(textOf)).not.toContain('while blocked');
    expect(await stage.api.get(`/people/${client.phoneNumber}/profile`)).toMatchObject({ blocked: [] });
  });

  it('share settings of chats and the name between phone and client', async () => {
    const path = `/phones/${client.phoneNumber}/settings`;
    const chats: BaileysEventMap['chats.update'] = [];
    client.socket.ev.on('chats.update', (updates) => chats.push(...updates));
    await eventually('sync', () => (client.auth.state.creds.accountSyncCounter ?? 0) > 0 || undefined);
    await client.socket.chatModify({ pin: true }, grace.jid);
    await client.socket.updateProfileName('Renamed');
    expect(await stage.api.get(path)).toMatchObject({
      settings: expect.arrayContaining([
        {
          ...{ collection: 'regular_low', index: ['pin_v1', grace.jid] },
          value: { pinAction: { pinned: true }, timestamp: expect.any(Number) },
        },
      ]),
    });
    await eventually('the name', async () => {
      const { name } = await stage.api.get<{ name: string }>(`/people/${client.phoneNumber}/profile`);
      return name === 'Renamed' || undefined;
    });
    await stage.api.post(path, { chat: grace.phoneNumber, archive: true });
    await eventually('archived', () => chats.find(({ id, archived }) => id === grace.jid && archived));
    await stage.api.post(path, { name: 'On the phone' });
    await eventually('the new name', () => client.auth.state.creds.me?.name === 'On the phone' || undefined);
  });

  it('label chats on the phone, and see what was labelled elsewhere', async () => {
    const path = `/phones/${client.phoneNumber}/settings`;
    const edits: BaileysEventMap['labels.edit'][] = [];
    const labelled: BaileysEventMap['labels.association'][] = [];
    client.socket.ev.on('labels.edit', (label) => edits.push(label));
    client.socket.ev.on('labels.association', (association) => labelled.push(association));
    await stage.api.post(path, { label: { id: '3', name: 'Paid', color: 5 } });
    await eventually('the label', () =>
      edits.find(({ id, name, color }) => id === '3' && name === 'Paid' && color === 5),
    );
    await stage.api.post(path, { chat: grace.phoneNumber, labelId: '3', labelled: true });
    const onChat = { chatId: grace.jid, labelId: '3' };
    await eventually('the chat', () => labelled.find(({ type }) => type === 'add'));
    expect(labelled.at(-1)?.association).toMatchObject(onChat);
    await client.socket.removeChatLabel(grace.jid, '3');
    expect(await stage.api.get(path)).toMatchObject({
      settings: expect.arrayContaining([
        expect.objectContaining({
          index: ['label_jid', '3', grace.jid],
          value: expect.objectContaining({ labelAssociationAction: { labeled: false } }),
        }),
      ]),
    });
  });

  it('read, mark and star on the phone, and every device of the account hears of it', async () => {
    const path = `/phones/${client.phoneNumber}/settings`;
    const chats: BaileysEventMap['chats.update'] = [];
    const messages: BaileysEventMap['messages.update'] = [];
    client.socket.ev.on('chats.update', (updates) => chats.push(...updates));
    client.socket.ev.on('messages.update', (updates) => messages.push(...updates));
    const { messageId } = await stage.api.post<{ messageId: string }>(`/contacts/${grace.phoneNumber}/messages`, {
      ...{ to: client.phoneNumber, text: 'read me' },
    });
    await client.received('read me');
    await stage.api.post(`/phones/${client.phoneNumber}/read`, { messageIds: [messageId] });
    await eventually('the reading', () =>
      messages.find(({ key, update }) => key.id === messageId && update.status === 4),
    );
    await stage.api.post(path, { chat: grace.phoneNumber, read: false });
    await eventually('the mark', () => chats.find(({ id, unreadCount }) => id === grace.jid && unreadCount === -1));
    await stage.api.post(path, { chat: grace.phoneNumber, messageId, star: true });
    await eventually('the star', () => messages.find(({ key, update }) => key.id === messageId && update.starred));
    await stage.api.post(path, { chat: grace.phoneNumber, messageId, star: false });
    await eventually('no star', () => messages.find(({ update }) => update.starred === false));
  });

  it('have a past, which a client gets when it is linked', async () => {
    const { phoneNumber } = await stage.api.post<{ phoneNumber: string }>('/phones', { name: 'Old phone' });
    const say = (body: Json) => stage.api.post(`/contacts/${grace.phoneNumber}/messages`, { to: phoneNumber, ...body });
    await say({ text: 'long ago' });
    await stage.api.post(`/phones/${phoneNumber}/messages`, { to: grace.phoneNumber, text: 'an old answer' });
    await say({ type: 'location', latitude: 1, longitude: 2 });
    const late = stage.client();
    await stage.api.post(`/phones/${phoneNumber}/scan`, { qr: await late.shownQr() });
    const { chats, messages, contacts } = await eventually('history', () =>
      late.history.find((set) => set.chats.length > 0),
    );
    expect(chats).toMatchObject([{ id: grace.jid, name: 'Grace', unreadCount: 2 }]);
    expect(messages.map((message) => [message.key.fromMe, textOf(message)])).toEqual([
      [false, undefined],
      [true, 'an old answer'],
      [false, 'long ago'],
    ]);
    expect(contacts).toContainEqual(expect.objectContaining({ id: grace.jid, name: 'Grace' }));
  });
});
