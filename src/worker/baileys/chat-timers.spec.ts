import type { OutboundContent, OutboxMessage } from '../../contracts/index.js';
import type { Changes } from '../whatsapp/port.js';
import { disappearing, timerOf, timersRemembered } from './chat-timers.js';

const BOB = '628111111@s.whatsapp.net';

function memory() {
  const kept = new Map<string, unknown>();
  return {
    write: (changes: Changes) => {
      for (const [type, entries] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(entries)) kept.set(`${type}/${id}`, value);
      }
    },
    read: (type: string, id: string) => kept.get(`${type}/${id}`) ?? null,
  };
}

describe('the timer of a chat', () => {
  it('is remembered until it is set anew or taken away', () => {
    const account = memory();
    expect(timerOf(account, BOB)).toBeNull();
    account.write(timersRemembered([{ chat: BOB, ephemeralSeconds: 86_400 }]));
    account.write(timersRemembered([{ chat: BOB }]));
    expect(timerOf(account, BOB)).toBe(86_400);
    account.write(timersRemembered([{ chat: BOB, ephemeralSeconds: null }]));
    expect(timerOf(account, BOB)).toBeNull();
  });

  it('is carried by what is said, and not by what is done to a message', () => {
    const message = (content: OutboundContent): OutboxMessage => ({ messageId: 'M1', to: BOB, content });
    const text = message({ type: 'text', text: 'hello' });
    expect(disappearing(text, 86_400).context).toMatchObject({ disappearsAfterSeconds: 86_400, mentions: [] });
    expect(disappearing(text, null)).toBe(text);
    const target = { messageId: 'M0', fromMe: true, author: BOB };
    const deletion = message({ type: 'delete', target });
    expect(disappearing(deletion, 86_400)).toBe(deletion);
  });
});
