import { readFacts, receiptFacts } from './receipt-facts.js';

const own = ['6281@s.whatsapp.net', '99@lid'];
const receipt = (attrs: Record<string, string>, items: string[] = []) => ({
  tag: 'receipt',
  attrs: { id: 'A', from: '6282333444@s.whatsapp.net', t: '1700000000', ...attrs },
  ...(items.length > 0 && {
    content: [{ tag: 'list', attrs: {}, content: items.map((id) => ({ tag: 'item', attrs: { id } })) }],
  }),
});
const told = (...args: Parameters<typeof receipt>) =>
  receiptFacts(receipt(...args), own).map(
    ({ payload }) => `${(payload as { messageId: string }).messageId} ${(payload as { status: string }).status}`,
  );

describe('receipts', () => {
  it('without type say that a message was delivered', () => {
    expect(told({})).toEqual(['A DELIVERED']);
  });

  it('may name several messages', () => {
    expect(told({ type: 'read' }, ['B', 'C', 'A'])).toEqual(['A READ', 'B READ', 'C READ']);
  });

  it.each(['retry', 'sender', 'inactive', 'peer_msg'])('of type %s say nothing of our messages', (type) => {
    expect(told({ type })).toEqual([]);
  });

  it('of our own devices say nothing of our messages', () => {
    expect(told({ from: '99:3@lid' })).toEqual([]);
    expect(told({ recipient: '6282333444@s.whatsapp.net' })).toEqual([]);
  });

  it('of a group say whose they are, by the number where it is known', () => {
    const group = receipt({ from: '1@g.us', participant: '77:2@lid' });
    const [fact] = receiptFacts(group, own, (jid) => (jid === '77@lid' ? '6281777@s.whatsapp.net' : jid));
    expect(fact?.payload).toMatchObject({ messageId: 'A', by: '6281777@s.whatsapp.net' });
    expect(receiptFacts(receipt({}), own)[0]?.payload).not.toHaveProperty('by');
    expect(receiptFacts(receipt({ from: '1@g.us', participant: '99:1@lid' }), own)).toEqual([]);
  });

  it('of our own devices say what was read there', () => {
    const chat = '6282333444@s.whatsapp.net';
    const read = (messageIds: string[]) => [
      { kind: 'chat.read', payload: { chat, messageIds, at: '2023-11-14T22:13:20.000Z' } },
    ];
    expect(receiptFacts(receipt({ from: '6281:0@s.whatsapp.net', recipient: chat, type: 'read' }, ['B']), own)).toEqual(
      read(['A', 'B']),
    );
    expect(receiptFacts(receipt({ type: 'read-self' }), own)).toEqual(read(['A']));
    const inGroup = receipt({ from: '1203@g.us', participant: '99@lid', type: 'read' });
    expect(receiptFacts(inGroup, own)).toMatchObject([{ payload: { chat: '1203@g.us', messageIds: ['A'] } }]);
  });

  it('of one call are told by chat', () => {
    const messages = ['A', 'B', 'C'].map((messageId) => ({
      chat: messageId === 'C' ? 'y' : 'x',
      author: '',
      messageId,
    }));
    expect(readFacts(messages, new Date(0)).map(({ payload }) => payload)).toMatchObject([
      { chat: 'x', messageIds: ['A', 'B'] },
      { chat: 'y', messageIds: ['C'] },
    ]);
  });

  it('carry the time that WhatsApp gave them', () => {
    expect(receiptFacts(receipt({}), own)[0]?.payload).toMatchObject({ at: '2023-11-14T22:13:20.000Z' });
  });
});
