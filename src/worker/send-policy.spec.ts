import { afterAttempt } from './send-policy.js';

describe('after an attempt to send', () => {
  it('is sent only when the server took it', () => {
    expect(afterAttempt({ kind: 'taken' }, 1)).toEqual({ kind: 'sent' });
  });

  it('fails for good when WhatsApp would not take it, whenever it comes', () => {
    const forbidden = afterAttempt({ kind: 'forbidden', reason: 'NOT_IN_GROUP' }, 1);
    expect(forbidden).toEqual({ kind: 'failed', detail: 'NOT_IN_GROUP' });
  });

  it.each(['463', '400', '404'])('fails for good when WhatsApp refuses it with %s', (code) => {
    expect(afterAttempt({ kind: 'refused', code }, 1)).toEqual({ kind: 'failed', detail: `WHATSAPP_${code}` });
  });

  it('is tried once more after 479, which a fresh device list may mend', () => {
    expect(afterAttempt({ kind: 'refused', code: '479' }, 1)).toEqual({ kind: 'again', afterMs: 0 });
    expect(afterAttempt({ kind: 'refused', code: '479' }, 2)).toEqual({ kind: 'failed', detail: 'WHATSAPP_479' });
  });

  it('goes out again under the same id while nobody answers, three times at most', () => {
    expect(afterAttempt({ kind: 'unanswered' }, 2)).toEqual({ kind: 'again', afterMs: 0 });
    expect(afterAttempt({ kind: 'unanswered' }, 3)).toEqual({ kind: 'failed', detail: 'UNANSWERED' });
  });
});
