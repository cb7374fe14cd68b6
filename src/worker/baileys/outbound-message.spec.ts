import { proto } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import {
  type Content,
  type MediaInfo,
  MEDIA_MESSAGE_TYPES,
  type MessageContext,
  NO_CONTEXT,
  type OutboundContent,
  type OutboxMessage,
} from '../../contracts/index.js';
import { messageProto, reportable, stanzaExtras } from './outbound-message.js';

const BOB = '628111111@s.whatsapp.net';
const EVE = '628222222@s.whatsapp.net';
const GROUP = '120363041234567890@g.us';

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
    expect(reportable({ messageContextInfo: { messageSecret: secret } }).messageContextInfo?.messageSecret).toBe(
      secret,
    );
    expect(reportable(messageProto(message(text))).messageContextInfo?.messageSecret).toHaveLength(32);
    const reaction = messageProto(message({ type: 'reaction', target: theirs, emoji: '', at: 1 }));
    expect(reportable(reaction)).toEqual(reaction);
  });
});

describe('every message that can be accepted', () => {
  it('survives the wire, and is the same message each time', () => {
    fc.assert(
      fc.property(anyMessage, (one) => {
        const bytes = proto.Message.encode(messageProto(one)).finish();
        expect(Buffer.from(proto.Message.encode(messageProto(structuredClone(one))).finish())).toEqual(
          Buffer.from(bytes),
        );
        const read = proto.Message.decode(bytes);
        expect(Buffer.from(proto.Message.encode(read).finish())).toEqual(Buffer.from(bytes));
        expect(Object.keys(read.toJSON()).filter((kind) => kind !== 'messageContextInfo')).toHaveLength(1);
      }),
    );
  });

  it('says all that its content and its context say', () => {
    fc.assert(
      fc.property(anyMessage, (one) => {
        const said = JSON.stringify(sent(one).toJSON());
        for (const word of wordsOf(one)) expect(said).toContain(JSON.stringify(word).slice(1, -1));
      }),
    );
  });
});

/** What a reader must find again on the other side, word for word. */
function wordsOf({ content, context }: OutboxMessage): string[] {
  const around = [...(context?.mentions ?? []), ...(context?.replyTo ? [context.replyTo.messageId] : [])];
  const surrounds = !['reaction', 'delete'].includes(content.type);
  return [...saidBy(content), ...(surrounds ? (content.type === 'edit' ? (context?.mentions ?? []) : around) : [])];
}

function saidBy(content: OutboundContent): string[] {
  switch (content.type) {
    case 'text':
      return [content.text];
    case 'edit':
      return [content.text, content.target.messageId];
    case 'reaction':
      return [content.emoji, content.target.messageId];
    case 'delete':
      return [content.target.messageId];
    case 'poll':
      return [content.question, ...content.options];
    case 'contact':
      return content.contacts.flatMap(({ name, vcard }) => [name, vcard]);
    case 'location':
      return [content.name ?? '', content.address ?? ''];
    case 'document':
      return [content.media.filename ?? '', content.media.mimetype, content.caption ?? ''];
    case 'image':
    case 'video':
    case 'videoNote':
      return [content.media.mimetype, content.caption ?? ''];
    case 'audio':
    case 'voice':
    case 'sticker':
      return [content.media.mimetype];
  }
}

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const person = fc.bigInt({ min: 1_000_000n, max: 999_999_999_999_999n }).map((digits) => `${digits}@s.whatsapp.net`);
const chat = fc.oneof(person, fc.constant(GROUP), fc.constant('98765432101234@lid'));
const id = fc.stringMatching(/^3EB0[0-9A-F]{18}$/);
const ref = fc.record({ messageId: id, fromMe: fc.boolean(), author: person });
const at = fc.integer({ min: 1, max: 2 ** 48 });
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const count = maybe(fc.integer({ min: 0, max: 100_000 }));
const info: fc.Arbitrary<MediaInfo> = fc.record({
  mediaId: fc.uuid({ version: 7 }),
  mimetype: fc.constantFrom('image/jpeg', 'video/mp4', 'audio/ogg; codecs=opus', 'application/pdf'),
  filename: maybe(words),
  sizeBytes: count,
  sha256: fc.constant(null),
  seconds: count,
  width: count,
  height: count,
});
const media = fc.record({
  type: fc.constantFrom(...MEDIA_MESSAGE_TYPES),
  media: info,
  caption: maybe(words),
  stored: fc.record({ objectKey: words, bodyKey: secret }),
  look: fc.record({ thumbnail: maybe(secret), waveform: maybe(secret) }),
});
const location = fc.record({
  type: fc.constant('location' as const),
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  name: maybe(words),
  address: maybe(words),
});
const contact = fc.record({
  type: fc.constant('contact' as const),
  contacts: fc.array(fc.record({ name: words, phone: maybe(words), vcard: words }), { minLength: 1, maxLength: 5 }),
});
const poll = fc.record({
  type: fc.constant('poll' as const),
  question: words,
  options: fc.array(words, { minLength: 2, maxLength: 12 }),
  selectable: fc.integer({ min: 0, max: 2 }),
  secret,
});
const anyContent: fc.Arbitrary<OutboundContent> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: words }),
  media,
  location,
  contact,
  poll,
  fc.record({ type: fc.constant('reaction' as const), target: ref, emoji: fc.constantFrom('👍', '❤️', ''), at }),
  fc.record({ type: fc.constant('edit' as const), target: ref, text: words, at }),
  fc.record({ type: fc.constant('delete' as const), target: ref }),
);
const quotable: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: words }),
  fc.record({ type: fc.constantFrom(...MEDIA_MESSAGE_TYPES), media: info, caption: maybe(words) }),
  location,
  contact,
);
const replyTo = fc
  .tuple(ref, maybe(quotable))
  .map(([target, content]): NonNullable<MessageContext['replyTo']> => ({ ...target, content }));
const anyContext = fc.record({
  replyTo: maybe(replyTo),
  mentions: fc.array(person, { maxLength: 3 }),
  forwarded: fc.boolean(),
  disappearsAfterSeconds: maybe(fc.constantFrom(86_400, 604_800)),
});
/** Only what acceptance lets through: an action surrounds nothing, and only what is seen or heard is gone after one look. */
const anyMessage: fc.Arbitrary<OutboxMessage> = fc
  .record({ messageId: id, to: chat, content: anyContent, context: anyContext, once: fc.boolean() })
  .map(({ messageId, to, content, context, once }) => {
    const isAction = content.type === 'reaction' || content.type === 'delete';
    if (isAction) return { messageId, to, content };
    const viewOnce = once && ['image', 'video', 'voice'].includes(content.type);
    const replies = content.type === 'edit' ? null : context.replyTo;
    return { messageId, to, content, context: { ...context, replyTo: replies, viewOnce } };
  });
