import { eventually, ScreenReader, Stage, type Client, type Json } from './support.js';

interface Shown {
  messageId: string;
  content: Json | null;
  fromMe: boolean;
  state: string | null;
  unread: boolean;
  hasFile: boolean;
  edited: boolean;
  reactions: Json[];
  votes: Json[];
}

interface Chat {
  chatId: string;
  kind: string;
  name: string;
  unread: number;
  last: Shown | null;
}

const PICTURE = Buffer.from('GIF89a a picture of nothing at all');

describe('the screen of a phone', () => {
  let stage: Stage;
  let client: Client;
  let bob: { phoneNumber: string; jid: string };
  const readers: ScreenReader[] = [];
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
    bob = await stage.contact({ name: 'Bob' });
  });
  afterAll(async () => {
    for (const reader of readers) reader.close();
    await stage.close();
  });

  const chatsOf = async (phoneNumber: string) =>
    (await stage.api.get<{ chats: Chat[] }>(`/people/${phoneNumber}/chats`)).chats;
  const messagesOf = async (phoneNumber: string, chatId: string, query = '') =>
    (await stage.api.get<{ messages: Shown[] }>(`/people/${phoneNumber}/chats/${chatId}/messages${query}`)).messages;
  const shown = (phoneNumber: string, chatId: string, fits: (message: Shown) => boolean) =>
    eventually('the message', async () => (await messagesOf(phoneNumber, chatId)).find(fits));
  const say = (body: object) =>
    stage.api.post<{ messageId: string }>(`/contacts/${bob.phoneNumber}/messages`, { to: client.phoneNumber, ...body });
  const watch = async (phoneNumber: string) => {
    const reader = await ScreenReader.open(stage.sandbox.url, phoneNumber);
    readers.push(reader);
    return reader;
  };

  it('shows what came in and what its linked device sent, on both sides, with how far it has come', async () => {
    const id = await client.send(bob.jid, 'from the linked device');
    await client.status(id, 3);
    const mine = await shown(client.phoneNumber, bob.phoneNumber, ({ state }) => state === 'delivered');
    expect(mine).toMatchObject({
      messageId: id,
      fromMe: true,
      content: { text: 'from the linked device' },
      unread: false,
    });
    expect(await messagesOf(bob.phoneNumber, client.phoneNumber)).toMatchObject([
      { messageId: id, fromMe: false, state: null, unread: true },
    ]);
    expect(await chatsOf(bob.phoneNumber)).toMatchObject([{ chatId: client.phoneNumber, kind: 'person', unread: 1 }]);
    await stage.api.post(`/contacts/${bob.phoneNumber}/read`, { messageIds: [id] });
    expect(await chatsOf(client.phoneNumber)).toMatchObject([
      { chatId: bob.phoneNumber, name: 'Bob', unread: 0, last: { messageId: id, state: 'read' } },
    ]);
    expect(await chatsOf(bob.phoneNumber)).toMatchObject([{ unread: 0 }]);
  });

  it('shows what a linked device sends to somebody who is away', async () => {
    const away = await stage.contact({ online: false });
    const id = await client.send(away.jid, 'are you there?');
    const mine = await shown(client.phoneNumber, away.phoneNumber, ({ messageId }) => messageId === id);
    expect(mine.state).toBe('sent');
    expect(await chatsOf(away.phoneNumber)).toEqual([]);
  });

  it('shows a message with what was done to it since, and nothing else of that', async () => {
    const { messageId } = await say({ text: 'helo' });
    const { messageId: gone } = await say({ text: 'not for you' });
    await say({ type: 'edit', messageId, text: 'hello' });
    await say({ type: 'delete', messageId: gone });
    await stage.api.post(`/phones/${client.phoneNumber}/messages`, {
      ...{ to: bob.phoneNumber, type: 'reaction', messageId, emoji: '👍' },
    });
    const seen = (await messagesOf(client.phoneNumber, bob.phoneNumber)).slice(-2);
    expect(seen).toMatchObject([
      { messageId, content: { type: 'text', text: 'hello' }, edited: true },
      { messageId: gone, content: null, edited: false },
    ]);
    expect(seen[0]?.reactions).toEqual([{ from: client.phoneNumber, emoji: '👍' }]);
    await stage.api.post(`/phones/${client.phoneNumber}/messages`, {
      ...{ to: bob.phoneNumber, type: 'reaction', messageId, emoji: '' },
    });
    expect((await messagesOf(client.phoneNumber, bob.phoneNumber)).at(-2)?.reactions).toEqual([]);
  });

  it('counts the votes of a poll', async () => {
    const { messageId } = await say({ type: 'poll', question: 'Tea?', options: ['yes', 'no'] });
    const vote = { to: bob.phoneNumber, type: 'vote', messageId, chosen: ['yes'] };
    await stage.api.post(`/phones/${client.phoneNumber}/messages`, vote);
    const poll = await shown(bob.phoneNumber, client.phoneNumber, ({ votes }) => votes.length > 0);
    expect(poll.votes).toEqual([{ from: client.phoneNumber, chosen: ['yes'] }]);
  });

  it('gives the files of messages, decrypted, to whoever has the message', async () => {
    const { messageId } = await say({ type: 'image', data: PICTURE.toString('base64'), mimetype: 'image/gif' });
    const file = (reader: string) =>
      fetch(`${stage.sandbox.url}/people/${reader}/messages/${bob.phoneNumber}/${messageId}/file`);
    const answer = await file(client.phoneNumber);
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(Buffer.from(await answer.arrayBuffer()).equals(PICTURE)).toBe(true);
    const { messageId: page } = await say({
      type: 'document',
      data: 'PGI+',
      mimetype: 'text/html',
      filename: 'a.html',
    });
    const saved = await fetch(
      `${stage.sandbox.url}/people/${client.phoneNumber}/messages/${bob.phoneNumber}/${page}/file`,
    );
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
    expect(saved.headers.get('content-disposition')).toContain('attachment');
  });

  it('shows the newest messages, and says how many there are before', async () => {
    const path = `/people/${client.phoneNumber}/chats/${bob.phoneNumber}/messages`;
    const { messages: all } = await stage.api.get<{ messages: Shown[] }>(path);
    const answer = await stage.api.get<{ messages: Shown[]; earlier: number }>(`${path}?limit=2`);
    expect(answer).toEqual({ messages: all.slice(-2), earlier: all.length - 2 });
  });

  it('shows groups, also those in which nobody has written', async () => {
    const group = { by: bob.phoneNumber, subject: 'Friends', participants: [client.phoneNumber] };
    const { jid } = await stage.api.post<{ jid: string }>('/groups', group);
    expect((await chatsOf(client.phoneNumber)).at(-1)).toMatchObject({ chatId: jid, kind: 'group', name: 'Friends' });
    await stage.api.post(`/contacts/${bob.phoneNumber}/messages`, { to: jid, text: 'hello friends' });
    expect((await chatsOf(client.phoneNumber))[0]).toMatchObject({ chatId: jid, last: { unread: true } });
  });

  it('tells who looks at it of messages, of typing, of calls and of people as they come', async () => {
    const screen = await watch(client.phoneNumber);
    await say({ text: 'look' });
    await screen.saw({ what: 'chat', chatId: bob.phoneNumber });
    const presence = { state: 'composing', to: client.phoneNumber };
    await stage.api.post(`/people/${bob.phoneNumber}/presence`, presence);
    await screen.saw({ what: 'typing', chatId: bob.phoneNumber, from: bob.phoneNumber, state: 'composing' });
    const { id } = await stage.api.post<{ id: string }>(`/people/${bob.phoneNumber}/calls`, { to: client.phoneNumber });
    await screen.saw({ what: 'call', callId: id });
    await stage.contact();
    await screen.saw({ what: 'people' });
  });

  it('tells of the typing of a linked device', async () => {
    const screen = await watch(bob.phoneNumber);
    await client.socket.sendPresenceUpdate('composing', bob.jid);
    await screen.saw({ what: 'typing', chatId: client.phoneNumber, state: 'composing' });
  });

  it('gives the picture of who has one', async () => {
    const jpeg = Buffer.from('a picture of Bob');
    await stage.api.patch(`/people/${bob.phoneNumber}/profile`, { picture: jpeg.toString('base64') });
    const { people } = await stage.api.get<{ people: Json[] }>('/people');
    const { picture } = people.find(({ phoneNumber }) => phoneNumber === bob.phoneNumber) ?? {};
    const answer = await fetch(stage.sandbox.url + String(picture));
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(jpeg)]).toEqual([200, true]);
  });
});
