import { LabelAssociationType } from '@whiskeysockets/baileys/lib/Types/LabelAssociation.js';
import { labelFacts } from './told-labels.js';

const chat = '6281234567@s.whatsapp.net';
const noLabels = { read: () => null };
const edited = { id: '7', name: 'Paid', color: 3, deleted: false };
const onChat = { type: LabelAssociationType.Chat as const, chatId: chat, labelId: '7' };

describe('labels', () => {
  it('are remembered with what is told of them', () => {
    expect(labelFacts({ 'labels.edit': edited }, true, noLabels)).toEqual({
      facts: [
        { kind: 'label.edited', payload: { labelId: '7', name: 'Paid', color: 3, deleted: false, isNews: true } },
      ],
      remember: { label: { '7': { name: 'Paid', color: 3, deleted: false } } },
    });
  });

  it('are put on chats and taken off', () => {
    for (const type of ['add', 'remove'] as const) {
      const { facts } = labelFacts({ 'labels.association': { type, association: onChat } }, true, noLabels);
      const change = { chat, label: { labelId: '7', labelled: type === 'add' } };
      expect(facts).toEqual([{ kind: 'chat.changed', payload: { changes: [change], isNews: true } }]);
    }
  });

  it('are on no chat once deleted, whatever is told late, and may be on a single message', () => {
    const deleted = { read: () => ({ name: 'Paid', color: 3, deleted: true }) };
    const late = labelFacts({ 'labels.association': { type: 'add', association: onChat } }, false, deleted);
    const onMessage = { ...onChat, type: LabelAssociationType.Message as const, messageId: 'A' };
    const other = labelFacts({ 'labels.association': { type: 'add', association: onMessage } }, true, noLabels);
    const payload = { chat, messageId: 'A', labelId: '7', labelled: true };
    expect([late.facts, other.facts]).toEqual([[], [{ kind: 'message.labelled', payload }]]);
  });
});
