import type { Message } from './message.js';
import { refuseTarget } from './targets.js';

const BOB = '628111111@s.whatsapp.net';
const now = new Date('2026-01-15T10:00:00.000Z');
const message = (parts: Partial<Message> = {}): Message => ({
  id: 'id',
  messageId: 'M1',
  direction: 'outbound',
  chatId: BOB,
  from: '',
  to: BOB,
  pushName: null,
  type: 'text',
  text: 'hi',
  content: null,
  context: null,
  rawKind: null,
  reactions: [],
  votes: [],
  starred: false,
  labels: [],
  pinnedUntil: null,
  clientRef: null,
  status: 'DELIVERED',
  failure: null,
  timeline: [],
  sendAt: null,
  sentAt: new Date(now.getTime() - 60_000),
  createdAt: now,
  ...parts,
});
const refusal = (detail: RegExp) =>
  expect.objectContaining({ code: 'VALIDATION_FAILED', detail: expect.stringMatching(detail) });

describe('a message that another one is about', () => {
  it('can be answered, reacted to, edited and deleted in its chat, by either address of a person', () => {
    for (const deed of ['replyTo', 'reaction', 'edit', 'delete'] as const) {
      expect(() => refuseTarget(deed, message(), BOB, now)).not.toThrow();
      expect(() => refuseTarget(deed, message(), '98765432101234@lid', now)).not.toThrow();
      expect(() => refuseTarget(deed, message(), '628222222@s.whatsapp.net', now)).toThrow(refusal(/another chat/));
    }
  });

  it('can be answered alone, when it was said in a group or as a status', () => {
    for (const chatId of ['120363041234567890@g.us', 'status@broadcast']) {
      const theirs = message({ direction: 'inbound', chatId, from: BOB });
      expect(() => refuseTarget('replyTo', theirs, BOB, now)).not.toThrow();
      expect(() => refuseTarget('reaction', theirs, BOB, now)).toThrow(refusal(/another chat/));
      expect(() => refuseTarget('replyTo', theirs, '628222222@s.whatsapp.net', now)).toThrow(refusal(/another chat/));
      expect(() => refuseTarget('replyTo', message({ chatId }), BOB, now)).toThrow(refusal(/another chat/));
    }
  });

  it('must have been sent', () => {
    expect(() => refuseTarget('reaction', message({ status: 'FAILED' }), BOB, now)).toThrow(refusal(/FAILED/));
    const scheduled = message({ status: 'QUEUED', sendAt: new Date(now.getTime() + 1) });
    expect(() => refuseTarget('edit', scheduled, BOB, now)).toThrow(refusal(/not sent yet/));
  });

  it('is edited by its author only, while WhatsApp takes edits, and when it is a text', () => {
    expect(() => refuseTarget('edit', message({ direction: 'inbound' }), BOB, now)).toThrow(refusal(/somebody else/));
    expect(() => refuseTarget('edit', message({ type: 'poll' }), BOB, now)).toThrow(refusal(/only texts/));
    const old = message({ sentAt: new Date(now.getTime() - 21 * 60_000) });
    expect(() => refuseTarget('edit', old, BOB, now)).toThrow(refusal(/20 minutes/));
  });

  it('is deleted by its author, or by an administrator of a group', () => {
    const theirs = message({ direction: 'inbound' });
    expect(() => refuseTarget('delete', theirs, BOB, now)).toThrow(refusal(/somebody else/));
    const group = '120363041234567890@g.us';
    expect(() => refuseTarget('delete', { ...theirs, chatId: group }, group, now)).not.toThrow();
  });
});
