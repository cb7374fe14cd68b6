import { type MessageReceivedFact, NO_CONTEXT } from '../../contracts/index.js';
import {
  deletedEvent,
  editedEvent,
  reactionEvent,
  receivedEvent,
  receivedMessage,
  senderKeys,
  statusesBefore,
} from './message-facts.js';

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

  it('keep what a message says beside its text, and tell it in the event', () => {
    const media = { mediaId: 'M', mimetype: 'image/png', filename: null, sizeBytes: null, sha256: null };
    const content = {
      type: 'image',
      media: { ...media, seconds: null, width: 4, height: 3 },
      caption: 'look',
    } as const;
    const replyTo = { messageId: 'Q', fromMe: true, author: 'me', content: { type: 'text', text: 'open?' } } as const;
    const context = { ...NO_CONTEXT, replyTo, viewOnce: true };
    expect(receivedMessage(received({ content, context }))).toMatchObject({
      type: 'image',
      text: 'look',
      content,
      context,
    });
    expect(receivedEvent(received({ content, context })).payload).toMatchObject({
      messageType: 'image',
      text: null,
      caption: 'look',
      media: { mediaId: 'M', url: '/api/v1/media/M', mimetype: 'image/png', width: 4, height: 3 },
      replyTo: { messageId: 'Q', fromMe: true, author: 'me', type: 'text', text: 'open?' },
      viewOnce: true,
    });
  });

  it('keep a text once', () => {
    expect(receivedMessage(received())).toMatchObject({ type: 'text', text: 'hey', content: null, context: null });
  });

  it('tell of what is done to a message under the id of that message', () => {
    const { content: _content, to: _to, ...sender } = received();
    const target = { messageId: 'T', fromMe: true, author: 'me' };
    const who = { messageId: 'T', chatId: SARI, from: SARI, phoneNumber: '+628777777777', lid: '777@lid' };
    const reacted = reactionEvent({ ...sender, target, emoji: '👍' }).payload;
    expect(reacted).toMatchObject({ ...who, reactionId: 'ABC', emoji: '👍' });
    expect(editedEvent({ ...sender, target, text: 'new' }).payload).toMatchObject({
      ...who,
      editId: 'ABC',
      text: 'new',
    });
    expect(deletedEvent({ ...sender, target }).payload).toMatchObject({ ...who, deletionId: 'ABC' });
  });
});
