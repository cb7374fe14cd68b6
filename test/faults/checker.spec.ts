import { check, countOf, type Verdict } from './checker.js';
import type { Ledgers, Told } from './ledgers.js';

const CHAT = '15550001111';

/** A run in which all went well: two messages out, two in. */
function clean(): Ledgers {
  return {
    accepted: [
      { chat: CHAT, text: 'out 1', ids: ['A1', 'A1'] },
      { chat: CHAT, text: 'out 2', ids: ['A2'] },
    ],
    said: [
      { chat: CHAT, text: 'in 1', id: 'B1' },
      { chat: CHAT, text: 'in 2', id: 'B2' },
    ],
    shown: [
      { chat: CHAT, text: 'out 1', id: 'A1' },
      { chat: CHAT, text: 'out 2', id: 'A2' },
    ],
    routed: [
      { chat: CHAT, id: 'A1', attempts: 2, decryptFailures: 0, refusals: 0 },
      { chat: CHAT, id: 'A2', attempts: 1, decryptFailures: 0, refusals: 0 },
    ],
    askedAgain: 0,
    told: [
      received(1, 'B1', 'in 1'),
      status(2, 'A1', 'SENT'),
      status(3, 'A1', 'DELIVERED'),
      received(4, 'B2', 'in 2'),
      status(5, 'A2', 'DELIVERED'),
      status(5, 'A2', 'DELIVERED'),
    ],
  };
}

function event(sequence: number, type: string): Told {
  return { webhookId: `evt_${sequence}`, sessionId: 'shop', sequence, type, chat: CHAT };
}

function received(sequence: number, messageId: string, text: string): Told {
  return { ...event(sequence, 'message.received'), messageId, text };
}

function status(sequence: number, messageId: string, to: string): Told {
  return { ...event(sequence, 'message.status'), messageId, status: to };
}

function checked(change: (ledgers: Ledgers) => void): Verdict {
  const ledgers = clean();
  change(ledgers);
  return check(ledgers);
}

describe('the checker', () => {
  it('finds nothing in a clean run, and counts the repetitions that are allowed', () => {
    const { sent, received: got, allowed } = check(clean());
    expect([countOf(sent), countOf(got)]).toEqual([0, 0]);
    expect(allowed).toEqual({ handedOverAgain: 1, toldAgain: 1, refused: 0 });
  });

  it('takes a message that WhatsApp refused, and said so, for settled', () => {
    const { sent, allowed } = checked(({ shown, routed, told }) => {
      shown.pop();
      routed[1]!.refusals = 1;
      Object.assign(told[4]!, { status: 'FAILED', detail: 'WHATSAPP_463' });
      told.pop();
    });
    expect(countOf(sent)).toBe(0);
    expect(allowed.refused).toBe(1);
  });

  it.each<[string, keyof Verdict['sent'], (ledgers: Ledgers) => void]>([
    ['an accepted message that never arrived', 'lost', ({ shown }) => shown.pop()],
    ['a failure that WhatsApp never spoke of', 'lost', failWithoutRefusal],
    ['an arrival that the webhook was not told', 'lost', ({ told }) => told.splice(4, 2)],
    ['a key with two ids', 'doubled', ({ accepted }) => accepted[0]!.ids.push('A9')],
    ['a text that is shown under two ids', 'doubled', ({ shown }) => shown.push({ ...shown[1]!, id: 'A9' })],
    ['an id that is shown twice', 'doubled', ({ shown }) => shown.push({ ...shown[1]!, text: 'out 3' })],
    ['an id at WhatsApp that nobody was told', 'doubled', ({ routed }) => routed.push({ ...routed[0]!, id: 'A9' })],
    ['a message that the contact could not decrypt', 'undecryptable', ({ routed }) => routed[0]!.decryptFailures++],
    ['messages in another order', 'reordered', ({ shown }) => shown.reverse()],
    ['a status that goes back', 'reordered', ({ told }) => told.push(status(6, 'A2', 'SENT'))],
  ])('finds, among what was sent, %s', (_what, kind, change) => {
    const { sent } = checked(change);
    expect(sent[kind]).toHaveLength(1);
    expect(countOf(sent)).toBe(1);
  });

  it.each<[string, keyof Verdict['received'], (ledgers: Ledgers) => void]>([
    ['a message that was never told', 'lost', ({ told }) => (told[3] = status(4, 'A2', 'SENT'))],
    ['an event that never came', 'lost', ({ told }) => told.push(status(7, 'A2', 'READ'))],
    ['a message under two webhook-ids', 'doubled', ({ told }) => told.push(received(6, 'B2', 'in 2'))],
    ['a delivery that came again with another body', 'doubled', ({ told }) => (told[5]!.status = 'READ')],
    ['a message that nobody said', 'doubled', ({ told }) => told.push(received(6, 'B3', 'in 3'))],
    ['an event of a message that was not readable', 'undecryptable', ({ told }) => told.push(unreadable(6))],
    ['a session that asked for a message again', 'undecryptable', (ledgers) => ledgers.askedAgain++],
    ['messages in another order', 'reordered', ({ said }) => said.reverse()],
    ['events of a chat in another order', 'reordered', ({ told }) => told.push(...told.splice(1, 1))],
  ])('finds, among what was received, %s', (_what, kind, change) => {
    const { received: got } = checked(change);
    expect(got[kind]).toHaveLength(1);
    expect(countOf(got)).toBe(1);
  });
});

function failWithoutRefusal({ shown, told }: Ledgers): void {
  shown.pop();
  Object.assign(told[4]!, { status: 'FAILED', detail: 'WHATSAPP_463' });
  told.pop();
}

function unreadable(sequence: number): Told {
  return { ...event(sequence, 'message.undecryptable'), messageId: 'B3' };
}
