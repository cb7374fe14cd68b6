import type { MessageStatus, MessageStatusFact } from '../../contracts/index.js';
import type { KeptMessage } from '../../mailbox/index.js';
import { furthest, messageOf } from './direct-messages.js';

const at = '2026-01-15T10:00:00.000Z';
const fact = (status: MessageStatus, messageId = 'M1', detail: string | null = null): MessageStatusFact => ({
  messageId,
  status,
  at,
  detail,
});
const accepted: KeptMessage = {
  kind: 'message.accepted',
  payload: { messageId: 'M1', to: '628111@s.whatsapp.net', content: { type: 'text', text: 'hello' } },
  at: new Date(at),
};

describe('a message of a direct session', () => {
  it('has come as far as the furthest report, in whatever order they came', () => {
    expect(furthest([fact('READ'), fact('SENT'), fact('DELIVERED')])?.status).toBe('READ');
    expect(furthest([])).toBeNull();
  });

  it('is queued until something was reported of it, and not of another one', () => {
    expect(messageOf(accepted, [fact('SENT', 'M2')], 'me')).toMatchObject({
      messageId: 'M1',
      direction: 'outbound',
      from: 'me',
      text: 'hello',
      status: 'queued',
    });
  });

  it('says why it failed', () => {
    expect(messageOf(accepted, [fact('FAILED', 'M1', 'WHATSAPP_463')], 'me')).toMatchObject({
      status: 'failed',
      detail: 'WHATSAPP_463',
    });
  });

  it('is outbound when the own phone has sent it', () => {
    const payload = {
      messageId: 'M3',
      fromMe: true,
      chat: '628111@s.whatsapp.net',
      from: 'me',
      to: '628111@s.whatsapp.net',
      fromLid: null,
      pushName: null,
      timestamp: 1_768_471_200,
      content: { type: 'text', text: 'by hand' } as const,
    };
    const shown = messageOf({ kind: 'message.received', payload, at: new Date(at) }, [], 'me');
    expect(shown).toMatchObject({ direction: 'outbound', status: 'sent', timestamp: new Date('2026-01-15T10:00:00Z') });
  });
});
