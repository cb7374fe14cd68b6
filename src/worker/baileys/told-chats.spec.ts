import { chatFacts } from './told-chats.js';

const chat = '6281234567@s.whatsapp.net';

describe('what devices of the account set', () => {
  it('is of chats', () => {
    const updates = [
      { id: chat, archived: true },
      { id: chat, pinned: 1_700_000_000_000 },
      { id: chat, muteEndTime: -1 },
      { id: chat, muteEndTime: null },
      { id: chat, unreadCount: -1 },
      { id: chat, unreadCount: 0 },
    ];
    expect(chatFacts({ 'chats.update': updates, 'chats.delete': [chat] }, true)).toEqual([
      {
        kind: 'chat.changed',
        payload: {
          isNews: true,
          changes: [
            { chat, archived: true },
            { chat, pinnedAt: '2023-11-14T22:13:20.000Z' },
            { chat, mutedUntil: '9999-12-31T00:00:00.000Z' },
            { chat, mutedUntil: null },
            { chat, unread: true },
            { chat, unread: false },
            { chat, deleted: true },
          ],
        },
      },
    ]);
  });

  it('is of messages', () => {
    const key = { remoteJid: chat, id: 'A', fromMe: true };
    const updates = [
      { key, update: { starred: true } },
      { key, update: { status: 3 } },
    ];
    expect(chatFacts({ 'messages.update': updates }, true)).toEqual([
      { kind: 'message.starred', payload: { chat, messageId: 'A', fromMe: true, starred: true } },
    ]);
  });

  it('is nothing when a message comes in', () => {
    const update = { id: chat, unreadCount: 1, conversationTimestamp: 1, messages: [] };
    expect(chatFacts({ 'chats.update': [update, { id: chat, unreadCount: null }] }, true)).toEqual([]);
  });
});
