import { receiptFacts } from './receipt-facts.js';

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

  it.each(['retry', 'sender', 'inactive', 'read-self', 'peer_msg'])(
    'of type %s say nothing of our messages',
    (type) => {
      expect(told({ type })).toEqual([]);
    },
  );

  it('of our own devices say nothing of our messages', () => {
    expect(told({ from: '99:3@lid' })).toEqual([]);
    expect(told({ recipient: '6282333444@s.whatsapp.net' })).toEqual([]);
  });

  it('carry the time that WhatsApp gave them', () => {
    expect(receiptFacts(receipt({}), own)[0]?.payload).toMatchObject({ at: '2023-11-14T22:13:20.000Z' });
  });
});
