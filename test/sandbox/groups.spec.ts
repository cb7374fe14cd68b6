import type { BaileysEventMap, GroupMetadata } from '@whiskeysockets/baileys';
import { eventually, Stage, textOf, type Client, type Json, type SeenMessage } from './support.js';

interface Person {
  phoneNumber: string;
  jid: string;
  lid: string;
}

function contains(update: Partial<GroupMetadata>, part: Partial<GroupMetadata>): boolean {
  return Object.entries(part).every(([name, value]) => update[name as keyof GroupMetadata] === value);
}

describe('groups', () => {
  let stage: Stage;
  let client: Client;
  let grace: Person;
  let alan: Person;
  const changes: BaileysEventMap['group-participants.update'][] = [];
  const updates: Partial<GroupMetadata>[] = [];
  const joined: GroupMetadata[] = [];
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
    [grace, alan] = [await stage.contact({ name: 'Grace' }), await stage.contact({ name: 'Alan' })];
    client.socket.ev.on('group-participants.update', (update) => changes.push(update));
    client.socket.ev.on('groups.update', (update) => updates.push(...update));
    client.socket.ev.on('groups.upsert', (groups) => joined.push(...groups));
  });
  afterAll(() => stage.close());

  async function groupOf(creator: Person, ...others: { phoneNumber: string }[]): Promise<string> {
    const participants = others.map(({ phoneNumber }) => phoneNumber);
    const { jid } = await stage.api.post<{ jid: string }>('/groups', {
      by: creator.phoneNumber,
      subject: 'Friends',
      participants,
    });
    return jid;
  }

  const say = (person: Person, to: string, body: Json) =>
    stage.api.post<{ messageId: string }>(`/contacts/${person.phoneNumber}/messages`, { to, ...body });

  async function inboxOf(person: Person, id: string): Promise<SeenMessage> {
    return eventually('the message', async () => {
      const { messages } = await stage.api.get<{ messages: SeenMessage[] }>(`/contacts/${person.phoneNumber}/inbox`);
      return messages.find((message) => message.id === id && message.content);
    });
  }

  it('are made by a client, with its members, and queried', async () => {
    const made = await client.socket.groupCreate('Team', [grace.jid, alan.jid]);
    expect(made).toMatchObject({ subject: 'Team', addressingMode: 'lid', size: 3 });
    const asked = await client.socket.groupMetadata(made.id);
    expect(asked.participants.map(({ phoneNumber, admin }) => [phoneNumber, admin])).toEqual([
      [`${client.phoneNumber}@s.whatsapp.net`, 'superadmin'],
      [grace.jid, null],
      [alan.jid, null],
    ]);
    expect(Object.keys(await client.socket.groupFetchAllParticipating())).toContain(made.id);
    await expect(client.socket.groupMetadata('120363999999999999@g.us')).rejects.toMatchObject({ data: 404 });
  });

  it.each(['lid', 'pn'])('carry messages in both directions when they are addressed by %s', async (addressing) => {
    const { jid } = await stage.api.post<{ jid: string }>('/groups', {
      ...{ by: grace.phoneNumber, subject: 'Talk', addressing },
      participants: [client.phoneNumber, alan.phoneNumber],
    });
    for (const text of [`first ${addressing}`, `second ${addressing}`]) {
      await say(grace, jid, { text });
      const { key } = await client.received(text);
      const author = addressing === 'lid' ? grace.lid : grace.jid;
      expect(key).toMatchObject({ remoteJid: jid, participant: author, fromMe: false });
      const id = await client.send(jid, `answer to ${text}`);
      await client.ack(id);
      for (const person of [grace, alan])
        expect(await inboxOf(person, id)).toMatchObject({ text: `answer to ${text}`, to: jid });
    }
  });

  it('carry every kind: replies, reactions, votes and files', async () => {
    const jid = await groupOf(grace, client, alan);
    const { messageId } = await say(grace, jid, { text: 'look here' });
    const got = await client.received('look here');
    const reply = await client.socket.sendMessage(jid, { text: 'a reply' }, { quoted: got });
    expect(await inboxOf(alan, reply?.key.id ?? '')).toMatchObject({
      context: { replyTo: { messageId, author: grace.lid, content: { text: 'look here' } } },
    });
    const reaction = await say(alan, jid, { type: 'reaction', messageId, emoji: '👀' });
    const seen = await eventually('reaction', () => client.messages.find(({ key }) => key.id === reaction.messageId));
    expect(seen.message?.reactionMessage?.key).toMatchObject({ id: messageId, participant: grace.lid });
    const poll = await client.socket.sendMessage(jid, { poll: { name: 'Tea?', values: ['yes', 'no'] } });
    const id = poll?.key.id ?? '';
    await inboxOf(alan, id);
    const vote = await say(alan, jid, { type: 'vote', messageId: id, chosen: ['yes'] });
    const voted = await eventually('vote', () => client.messages.find(({ key }) => key.id === vote.messageId));
    expect(voted.message?.pollUpdateMessage?.pollCreationMessageKey?.id).toBe(id);
    expect(await inboxOf(grace, vote.messageId)).toMatchObject({ content: { type: 'vote', chosen: ['yes'] } });
    await say(alan, jid, { type: 'image', sizeBytes: 100, caption: 'picture' });
    await eventually('picture', () =>
      client.messages.find(({ message }) => message?.imageMessage?.caption === 'picture'),
    );
  });

  it('tell the sender who got and read a message', async () => {
    const jid = await groupOf(grace, client, alan);
    const receipts: BaileysEventMap['message-receipt.update'] = [];
    client.socket.ev.on('message-receipt.update', (update) => receipts.push(...update));
    const id = await client.send(jid, 'read me');
    await inboxOf(alan, id);
    await stage.api.post(`/contacts/${alan.phoneNumber}/read`);
    await eventually('read receipt', () =>
      receipts.find(({ key, receipt }) => key.id === id && receipt.userJid === alan.lid && receipt.readTimestamp),
    );
    expect(await stage.api.message({ id })).toMatchObject({ readBy: [alan.phoneNumber] });
    const { messageId } = await say(alan, jid, { text: 'and you?' });
    const { key } = await client.received('and you?');
    await client.socket.readMessages([key]);
    await eventually('read by the client', async () => {
      const message = await stage.api.message({ id: messageId });
      return message?.receipts.some(({ type }) => type === 'read');
    });
  });

  it('repair what a client could not decrypt', async () => {
    const jid = await groupOf(grace, client);
    await say(grace, jid, { text: 'fine' });
    await client.received('fine');
    await stage.api.fault(client, { kind: 'corrupt-next' });
    const { messageId } = await say(grace, jid, { text: 'repaired in a group' });
    await client.received('repaired in a group');
    expect(client.texts(messageId)).toEqual([undefined, 'repaired in a group']);
    await say(grace, jid, { text: 'and on' });
    await client.received('and on');
  });

  it('carry messages between two clients and simulated people', async () => {
    const other = await stage.paired();
    const jid = await groupOf(grace, client, other);
    await client.send(jid, 'from one client');
    await other.received('from one client');
    const id = await other.send(jid, 'from the other');
    await client.received('from the other');
    expect(await inboxOf(grace, id)).toMatchObject({ text: 'from the other' });
  });

  it('tell members what a simulated person does', async () => {
    const jid = await groupOf(grace, client);
    await eventually('the group', () => joined.find(({ id }) => id === jid));
    const by = grace.phoneNumber;
    const path = `/groups/${jid}`;
    await stage.api.post(`${path}/participants`, { by, action: 'add', participants: [alan.phoneNumber] });
    await stage.api.post(`${path}/participants`, { by, action: 'promote', participants: [client.phoneNumber] });
    await stage.api.post(`${path}/leave`, { by: alan.phoneNumber });
    const wanted: [Json, Partial<GroupMetadata>][] = [
      [{ subject: 'New name' }, { subject: 'New name' }],
      [{ description: 'What it is for' }, { desc: 'What it is for' }],
      [{ announcement: true }, { announce: true }],
      [{ locked: true }, { restrict: true }],
      [{ joinApproval: true }, { joinApprovalMode: true }],
      [{ membersMayAdd: false }, { memberAddMode: false }],
    ];
    // One by one: Baileys keeps only the first of several updates of a group that come at once.
    for (const [change, seen] of wanted) {
      await stage.api.patch(path, { by, ...change });
      await eventually(JSON.stringify(change), () => updates.find((update) => contains(update, { id: jid, ...seen })));
    }
    expect(
      changes.filter(({ id }) => id === jid).map(({ action, participants }) => [action, participants[0]?.id]),
    ).toEqual([
      ['add', alan.lid],
      ['promote', expect.stringContaining('@lid')],
      ['remove', alan.lid],
    ]);
    expect(await client.socket.groupMetadata(jid)).toMatchObject({
      ...{ subject: 'New name', desc: 'What it is for', announce: true, restrict: true, size: 2 },
    });
  });

  it('are changed by a client that is admin', async () => {
    const { id } = await client.socket.groupCreate('Mine', [grace.jid]);
    const { socket } = client;
    expect(await socket.groupParticipantsUpdate(id, [alan.jid, '15559990000@s.whatsapp.net'], 'add')).toMatchObject([
      { status: '200', jid: alan.jid },
      { status: '404' },
    ]);
    await socket.groupParticipantsUpdate(id, [grace.jid], 'promote');
    await socket.groupUpdateSubject(id, 'Ours');
    await socket.groupUpdateDescription(id, 'For us');
    await socket.groupSettingUpdate(id, 'announcement');
    await socket.groupSettingUpdate(id, 'locked');
    await socket.groupToggleEphemeral(id, 86_400);
    await socket.groupMemberAddMode(id, 'admin_add');
    await socket.groupJoinApprovalMode(id, 'on');
    const code = await socket.groupInviteCode(id);
    expect(await socket.groupGetInviteInfo(code ?? '')).toMatchObject({ id, subject: 'Ours' });
    expect(await socket.groupRevokeInvite(id)).not.toBe(code);
    expect(await socket.groupMetadata(id)).toMatchObject({
      ...{ subject: 'Ours', desc: 'For us', announce: true, restrict: true, ephemeralDuration: 86_400 },
      ...{ memberAddMode: false, joinApprovalMode: true },
    });
    await expect(say(alan, id, { text: 'may I?' })).rejects.toThrow('403');
    await socket.groupParticipantsUpdate(id, [alan.jid], 'remove');
    expect(await stage.api.get(`/groups/${id}`)).toMatchObject({
      participants: [
        { phoneNumber: client.phoneNumber, rank: 'superadmin' },
        { phoneNumber: grace.phoneNumber, rank: 'admin' },
      ],
    });
  });

  it('are not entered without an invite by who does not want to be added', async () => {
    const shy = await stage.contact({ name: 'Shy', groupsByInvite: true });
    const { id, participants } = await client.socket.groupCreate('Open', [shy.jid]);
    expect(participants).toHaveLength(1);
    const [result] = await client.socket.groupParticipantsUpdate(id, [shy.jid], 'add');
    expect(result).toMatchObject({ status: '403', content: { content: [{ tag: 'add_request' }] } });
  });

  it('let people in who ask, when an admin approves', async () => {
    const { id } = await client.socket.groupCreate('Closed', []);
    await client.socket.groupJoinApprovalMode(id, 'on');
    await stage.api.post(`/groups/${id}/join`, { by: alan.phoneNumber });
    expect(await client.socket.groupRequestParticipantsList(id)).toMatchObject([{ jid: alan.lid }]);
    await client.socket.groupRequestParticipantsUpdate(id, [alan.lid], 'approve');
    expect(await stage.api.get(`/groups/${id}`)).toMatchObject({ requests: [], participants: [{}, {}] });
  });

  it('are joined by a client by their code, and left', async () => {
    const jid = await groupOf(grace, alan);
    const { inviteCode } = await stage.api.get<{ inviteCode: string }>(`/groups/${jid}`);
    await expect(client.socket.groupMetadata(jid)).rejects.toMatchObject({ data: 403 });
    expect(await client.socket.groupAcceptInvite(inviteCode)).toBe(jid);
    await say(grace, jid, { text: 'welcome' });
    await client.received('welcome');
    await client.socket.groupLeave(jid);
    await expect(client.socket.groupMetadata(jid)).rejects.toMatchObject({ data: 403 });
    await expect(client.socket.groupAcceptInvite('nonsense')).rejects.toMatchObject({ data: 406 });
    await say(grace, jid, { text: 'without you' });
    expect(client.messages.map(textOf)).not.toContain('without you');
  });

  it('wait for a client that is away, messages and changes alike', async () => {
    const away = await stage.paired();
    const jid = await groupOf(grace, away);
    await eventually('knows the group', () => away.messages.find(({ key }) => key.remoteJid === jid));
    away.stop();
    await away.closed();
    await say(grace, jid, { text: 'while you were away' });
    await stage.api.patch(`/groups/${jid}`, { by: grace.phoneNumber, subject: 'Renamed' });
    away.reconnect();
    await away.received('while you were away');
    await eventually('the new name', () =>
      away.messages.find(({ messageStubParameters }) => messageStubParameters?.includes('Renamed')),
    );
  });
});

describe('status', () => {
  it('goes to those for whom its sender brings a key, and comes from all who know the client', async () => {
    const stage = await Stage.open();
    try {
      const client = await stage.paired();
      const ada = await stage.contact({ name: 'Ada' });
      await stage.contact({ name: 'Eve' });
      const sent = await client.socket.sendMessage(
        'status@broadcast',
        { text: 'seen by one' },
        { statusJidList: [ada.jid] },
      );
      const id = sent?.key.id ?? '';
      await eventually('the status', async () => (await stage.api.message({ id }))?.deliveredAt);
      expect(await stage.api.message({ id })).toMatchObject({ to: 'status@broadcast', text: 'seen by one' });
      await client.send(ada.jid, 'hello');
      await stage.api.post(`/contacts/${ada.phoneNumber}/messages`, { to: 'status@broadcast', text: 'at the beach' });
      const { key } = await client.received('at the beach');
      expect(key).toMatchObject({ remoteJid: 'status@broadcast', participant: ada.jid });
    } finally {
      await stage.close();
    }
  });
});
