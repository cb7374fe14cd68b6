import type { MessageReceivedFact } from '../../contracts/index.js';
import { receivedEvent, receivedMessage, senderKeys, statusesBefore } from './message-facts.js';

const SARI = '628777777777@s.whatsapp.net';

function received(changes: Partial<MessageReceivedFact> = {}): MessageReceivedFact {
  return {
    messageId: 'ABC',
    fromMe: false,
    chat: SARI,
    from: SARI,
    to: '628111111111@s.whatsapp.net',
    fromLid: '777@lid',
    pushName: 'Sari',
    timestamp: 1_767_225_600,
    content: { type: 'text', text: 'hey' },
    ...changes,
  };
}

describe('message facts', () => {
  it('let a message be sent from anywhere before it, also after a failure', () => {
    expect(statusesBefore('SENT')).toEqual(['QUEUED', 'SENDING', 'FAILED', 'EXPIRED', 'CANCELLED']);
    expect(statusesBefore('CANCELLED')).toEqual(['QUEUED', 'SENDING']);
    expect(statusesBefore('QUEUED')).toEqual([]);
  });

  it('know a sender by the LID first and by the number as well', () => {
    expect(senderKeys(SARI, '777@lid')).toEqual(['777', '628777777777']);
    expect(senderKeys(SARI, null)).toEqual(['628777777777']);
  });

  it('keep the kind of what can not be read', () => {
    const content = { type: 'unsupported', rawKind: 'locationMessage' } as const;
    expect(receivedMessage(received({ content }))).toMatchObject({
      type: 'unsupported',
      text: null,
      rawKind: 'locationMessage',
    });
  });

  it('tell both addresses of a sender in the event', () => {
    expect(receivedEvent(received()).payload).toMatchObject({
      from: SARI,
      phoneNumber: '+628777777777',
      lid: '777@lid',
    });
  });

  it('tell no number where WhatsApp tells none', () => {
    const { payload } = receivedEvent(received({ from: '777@lid', chat: '777@lid', fromLid: null }));
    expect(payload).toMatchObject({ chatId: '777@lid', phoneNumber: null, lid: '777@lid' });
  });
});
