import { type WAMessageAddressingMode } from '@whiskeysockets/baileys';
import { NO_CONTEXT, type OutboxMessage } from '../../contracts/index.js';
import { NotSendable } from '../whatsapp/port.js';
import { namesIn, refuseSilenced, writtenIn } from './group-writing.js';

const ME = '6281000001@s.whatsapp.net';
const BOB = '6281000002@s.whatsapp.net';
const BOB_LID = '222@lid';
const group = {
  addressingMode: 'lid' as WAMessageAddressingMode,
  announce: false,
  participants: [
    { id: '111@lid', phoneNumber: ME, admin: null },
    { id: BOB_LID, phoneNumber: BOB, admin: 'admin' as const },
  ],
};
const text: OutboxMessage = { messageId: 'M', to: '1@g.us', content: { type: 'text', text: 'hi' } };

describe('a message to a group', () => {
  it('names people as the group does, in its text as well', () => {
    const written = writtenIn(group, {
      ...text,
      content: { type: 'text', text: '@6281000002 and @62810000029, not @6281000002.' },
      context: {
        ...NO_CONTEXT,
        mentions: [BOB],
        replyTo: { messageId: 'Q', fromMe: false, author: BOB, content: null },
      },
    });
    expect(written).toMatchObject({
      content: { text: '@222 and @62810000029, not @222.' },
      context: { mentions: [BOB_LID], replyTo: { author: BOB_LID } },
    });
  });

  it('names the author of what it reacts to as the group does', () => {
    const target = { messageId: 'T', fromMe: false, author: BOB };
    const written = writtenIn(group, { ...text, content: { type: 'reaction', target, emoji: '👍', at: 1 } });
    expect(written.content).toMatchObject({ target: { author: BOB_LID } });
  });

  it('stays as it is where the group uses the addresses that are there', () => {
    const byPhone = { participants: [{ id: BOB, lid: BOB_LID, admin: null }] };
    expect(namesIn(byPhone)(BOB)).toBe(BOB);
    expect(namesIn(byPhone)(BOB_LID)).toBe(BOB);
    expect(namesIn(byPhone)('6281000009@s.whatsapp.net')).toBe('6281000009@s.whatsapp.net');
    expect(writtenIn(group, text)).toEqual(text);
  });

  it('disappears when the messages of the group do', () => {
    const context = { ...NO_CONTEXT, disappearsAfterSeconds: 86_400 };
    expect(writtenIn({ ...group, ephemeralDuration: 86_400 }, text)).toEqual({ ...text, context });
  });

  it('is refused where only administrators write', () => {
    const closed = { ...group, announce: true };
    expect(() => refuseSilenced(closed, [ME], text)).toThrow(NotSendable);
    expect(() => refuseSilenced(closed, [BOB], text)).not.toThrow();
    expect(() => refuseSilenced(group, [ME], text)).not.toThrow();
    const target = { messageId: 'T', fromMe: false, author: BOB };
    const reaction: OutboxMessage = { ...text, content: { type: 'reaction', target, emoji: '👍', at: 1 } };
    expect(() => refuseSilenced(closed, [ME], reaction)).not.toThrow();
  });
});
