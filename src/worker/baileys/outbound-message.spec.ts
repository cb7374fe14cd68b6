import { proto } from '@whiskeysockets/baileys';
import {
  type Content,
  type MessageContext,
  NO_CONTEXT,
  type OutboundContent,
  type OutboxMessage,
} from '../../contracts/index.js';
import { messageProto, reportable, stanzaExtras } from './outbound-message.js';

const BOB = '628111111@s.whatsapp.net';
const EVE = '628222222@s.whatsapp.net';
const GROUP = '120363041234567890@g.us';
const KEY = Buffer.alloc(32, 1).toString('base64');

const sent = (message: OutboxMessage) => proto.Message.decode(proto.Message.encode(messageProto(message)).finish());
const message = (content: OutboundContent, context: Partial<MessageContext> = {}, to = BOB): OutboxMessage => {
  return { messageId: 'M1', to, content, context: { ...NO_CONTEXT, ...context } };
};
const text: OutboundContent = { type: 'text', text: 'hello' };
const theirs = { messageId: 'THEIRS', fromMe: false, author: EVE };
const ours = { messageId: 'OURS', fromMe: true, author: BOB };

describe('a message in the words of WhatsApp', () => {
  it('quotes what it answers, and who wrote that', () => {
    const quoted: Content = { type: 'location', latitude: 1.5, longitude: 2.5, name: 'Here', address: null };
    const { extendedTextMessage } = sent(message(text, { replyTo: { ...theirs, content: quoted } }));
    expect(extendedTextMessage?.contextInfo).toMatchObject({
      stanzaId: 'THEIRS',
      participant: EVE,
      quotedMessage: { locationMessage: { degreesLatitude: 1.5, degreesLongitude: 2.5, name: 'Here' } },
    });
  });

  it('asks for one answer or for many in a poll, with the secret of its votes', () => {
    const secret = Buffer.alloc(32, 7).toString('base64');
    const poll = { type: 'poll', question: 'When?', options: ['today', 'never'], secret } as const;
    const one = sent(message({ ...poll, options: [...poll.options], selectable: 1 }));
    expect(one.pollCreationMessageV3).toMatchObject({ name: 'When?', selectableOptionsCount: 1 });
    const many = sent(message({ ...poll, options: [...poll.options], selectable: 0 }));
    expect(many.pollCreationMessage?.options?.map(({ optionName }) => optionName)).toEqual(['today', 'never']);
    expect(Buffer.from(many.messageContextInfo?.messageSecret ?? []).toString('base64')).toBe(secret);
  });

  it('names the author of another member’s message in a group, and only there', () => {
    const reaction = { type: 'reaction', target: theirs, emoji: '👍', at: 1_700_000_000_000 } as const;
    expect(sent(message(reaction, {}, GROUP)).reactionMessage?.key).toMatchObject({ participant: EVE, fromMe: false });
    expect(sent(message(reaction)).reactionMessage?.key?.participant).toBeFalsy();
  });

  it('edits and deletes with the marks that servers look for', () => {
    const edit = message({ type: 'edit', target: ours, text: 'better', at: 1 }, { mentions: [EVE] });
    const { protocolMessage } = sent(edit);
    expect(protocolMessage).toMatchObject({
      type: proto.Message.ProtocolMessage.Type.MESSAGE_EDIT,
      key: { id: 'OURS', fromMe: true, remoteJid: BOB },
      editedMessage: { extendedTextMessage: { text: 'better', contextInfo: { mentionedJid: [EVE] } } },
    });
    expect(stanzaExtras(edit).attributes).toEqual({ edit: '1' });
    expect(stanzaExtras(message({ type: 'delete', target: ours })).attributes).toEqual({ edit: '7' });
    expect(stanzaExtras(message({ type: 'delete', target: theirs }, {}, GROUP)).attributes).toEqual({ edit: '8' });
  });

  it('keeps the secret of a poll when it makes messages reportable, and gives reactions none', () => {
    const secret = Buffer.alloc(32, 7);
    const poll = { messageContextInfo: { messageSecret: secret } };
    expect(reportable(poll, 'OURS', KEY).messageContextInfo?.messageSecret).toBe(secret);
    const reaction = messageProto(message({ type: 'reaction', target: theirs, emoji: '', at: 1 }));
    expect(reportable(reaction, 'OURS', KEY)).toEqual(reaction);
  });

  it('gives a message the same secret each time, and another to each message and of each account', () => {
    const secret = (messageId: string, key: string) =>
      reportable(messageProto(message(text)), messageId, key).messageContextInfo?.messageSecret;
    expect(secret('OURS', KEY)).toHaveLength(32);
    expect(secret('OURS', KEY)).toEqual(secret('OURS', KEY));
    expect(secret('OURS2', KEY)).not.toEqual(secret('OURS', KEY));
    expect(secret('OURS', Buffer.alloc(32, 2).toString('base64'))).not.toEqual(secret('OURS', KEY));
  });
});
