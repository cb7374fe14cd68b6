import type { BinaryNode } from '@whiskeysockets/baileys';
import { callerOf, callMoved, callNews } from './calls.js';

const offer = (attrs: Record<string, string>, tag = 'offer', content: BinaryNode[] = []): BinaryNode => ({
  tag: 'call',
  attrs: { id: 'S1', from: '222000222@lid', t: '1700000000' },
  content: [{ tag, attrs: { 'call-id': 'CALL1', 'call-creator': '222000222:5@lid', ...attrs }, content }],
});

function memory() {
  const known = new Map<string, unknown>();
  return {
    known,
    read: (_type: string, id: string) => known.get(id) ?? null,
    olderThanNewest: (count: number) => [...known.keys()].slice(0, Math.max(0, known.size - count)),
    take(node: BinaryNode) {
      const call = callNews(node, this);
      for (const [id, value] of Object.entries(call?.remember['call'] ?? {})) {
        if (value === null) known.delete(id);
        else known.set(id, value);
      }
      return call?.fact;
    },
  };
}

describe('a call', () => {
  it('is told by the caller’s number and LID', () => {
    expect(memory().take(offer({ caller_pn: '628222222222@s.whatsapp.net' }))).toEqual({
      kind: 'call.received',
      payload: {
        callId: 'CALL1',
        state: 'offer',
        chat: '628222222222@s.whatsapp.net',
        from: '628222222222@s.whatsapp.net',
        fromLid: '222000222@lid',
        isGroup: false,
        isVideo: false,
        timestamp: 1700000000,
      },
    });
  });

  it('may be with video, and in a group', () => {
    const node = offer({ 'group-jid': '120363000@g.us' }, 'offer', [{ tag: 'video', attrs: {} }]);
    expect(memory().take(node)?.payload).toMatchObject({ chat: '120363000@g.us', isGroup: true, isVideo: true });
  });

  it('is told once, however often it is offered', () => {
    const account = memory();
    expect(account.take(offer({}))).toBeDefined();
    expect(account.take(offer({}))).toBeUndefined();
    expect(account.take(offer({}, 'offer_notice'))).toBeUndefined();
  });

  it.each<[string, Record<string, string>, string]>([
    ['accept', {}, 'accept'],
    ['reject', {}, 'reject'],
    ['terminate', { reason: 'timeout' }, 'timeout'],
    ['terminate', {}, 'terminate'],
  ])('is told when it comes to %s %j, once', (tag, attrs, state) => {
    const account = memory();
    const first = account.take(offer({}));
    expect(account.take(offer(attrs, tag))?.payload).toEqual({ ...first?.payload, state });
    expect(account.take(offer(attrs, tag))).toBeUndefined();
    expect(account.take(offer({}))).toBeUndefined();
  });

  it('ends by hanging up after it was taken, and can not end twice', () => {
    const account = memory();
    for (const tag of ['offer', 'accept', 'reject', 'terminate']) account.take(offer({}, tag));
    expect(callMoved(account, 'CALL1', 'timeout', 0)).toBeNull();
    expect(account.known.get('CALL1')).toMatchObject({ told: { state: 'terminate' } });
  });

  it('is no news while it is set up, or when nobody knows of its beginning', () => {
    const account = memory();
    account.take(offer({}));
    expect(account.take(offer({}, 'transport'))).toBeUndefined();
    expect(memory().take(offer({}, 'terminate'))).toBeUndefined();
    expect(memory().take({ tag: 'call', attrs: {}, content: [] })).toBeUndefined();
  });

  it('is remembered with the caller’s address, among the last fifty', () => {
    const account = memory();
    for (let n = 0; n < 55; n++) account.take(offer({ 'call-id': `C${n}` }));
    expect(account.known.size).toBe(50);
    expect(callerOf(account, 'C54')).toBe('222000222:5@lid');
    expect(callerOf(account, 'C4')).toBeNull();
  });
});
