import { proto } from '@whiskeysockets/baileys';
import { historyChat, historyContact, historyMessages, type HistoryReader } from './history-facts.js';

const ME = '6281111111@s.whatsapp.net';
const ADA = '6282222222@s.whatsapp.net';
const LID = '777@lid';
const GROUP = '120363000000000001@g.us';
const { Status } = proto.WebMessageInfo;

const reader: HistoryReader = {
  sessionId: 'shop',
  me: ME,
  isMe: (jid) => jid === ME,
  byPhone: (jid) => (jid === LID ? ADA : jid),
};

let made = 0;
const said = (text: string, fields: Partial<proto.IWebMessageInfo> & { fromMe?: boolean } = {}) => {
  const { fromMe = false, ...more } = fields;
  const key = { id: `M${++made}`, fromMe, remoteJid: ADA };
  return { message: { key, message: { conversation: text }, messageTimestamp: 100, ...more } };
};

describe('a chat of the past', () => {
  it('has its messages, the oldest first, as far as each came', async () => {
    const messages = await historyMessages(
      {
        id: ADA,
        lidJid: LID,
        unreadCount: 1,
        messages: [
          said('unread', { messageTimestamp: 300, pushName: 'Ada', starred: true }),
          said('read', { messageTimestamp: 200 }),
          said('mine', { fromMe: true, status: Status.DELIVERY_ACK }),
        ],
      },
      reader,
    );
    expect(messages).toMatchObject([
      { content: { text: 'mine' }, from: ME, to: ADA, chat: ADA, fromMe: true, fromLid: null, status: 'DELIVERED' },
      { content: { text: 'read' }, from: ADA, to: ME, fromLid: LID, status: 'READ', starred: false },
      { content: { text: 'unread' }, status: 'DELIVERED', pushName: 'Ada', starred: true },
    ]);
  });

  it('keeps the order of what was said in one second, whatever came between', async () => {
    const same = (text: string) => said(text, { messageTimestamp: 100 });
    const told = [same('b'), said('later', { messageTimestamp: 101 }), same('a')];
    const messages = await historyMessages({ id: ADA, messages: told }, reader);
    expect(messages.map(({ content, place }) => [(content as { text: string }).text, place])).toEqual([
      ['a', 0],
      ['b', 1],
      ['later', 0],
    ]);
  });

  it('names members of a group by number where it is known, and leaves the phone’s own notes out', async () => {
    const note = { message: { key: { id: 'N', remoteJid: GROUP }, messageStubType: 27, messageTimestamp: 1 } };
    const told = { id: GROUP, name: 'Team', messages: [said('hi', { participant: LID }), note] };
    const messages = await historyMessages(told, reader);
    expect(messages).toMatchObject([{ chat: GROUP, to: GROUP, from: ADA, fromLid: LID }]);
    expect(historyChat(told, messages)).toMatchObject({ chat: GROUP, name: 'Team' });
    expect(historyContact(told)).toBeNull();
  });

  it('keeps what it does not understand', async () => {
    const unknown = said('', { message: { albumMessage: { expectedImageCount: 2 } } });
    const [message] = await historyMessages({ id: ADA, messages: [unknown] }, reader);
    expect(message).toMatchObject({ content: { type: 'unsupported', rawKind: 'albumMessage' } });
  });

  it('is as it was set, by the number of its person', () => {
    const told = {
      ...{ id: LID, pnJid: ADA, displayName: 'Ada L.', unreadCount: 3, conversationTimestamp: 500 },
      ...{ archived: true, pinned: 1_700_000_000, muteEndTime: 1_900_000_000, ephemeralExpiration: 86_400 },
    };
    expect(historyChat(told, [])).toEqual({
      ...{ chat: ADA, lastMessageId: null, lastAt: 500, unreadCount: 3, unread: false, archived: true },
      pinnedAt: '2023-11-14T22:13:20.000Z',
      mutedUntil: '2030-03-17T17:46:40.000Z',
      ephemeralSeconds: 86_400,
    });
    expect(historyContact(told)).toEqual({ whatsappId: ADA, lid: LID, savedName: 'Ada L.' });
    expect(historyChat({ id: 'status@broadcast' }, [])).toBeNull();
  });
});
