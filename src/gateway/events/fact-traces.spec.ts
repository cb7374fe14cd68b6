import type { InboxFact, NewEvent } from '../../contracts/index.js';
import type { FactGroup } from './fact-groups.js';
import { inTraces } from './fact-traces.js';

const [ONE, OTHER] = ['1', '2'].map((digit) => `00-${digit.repeat(32)}-b7ad6b7169203331-01`) as [string, string];

function step(messageId: string, traceparent: string | null) {
  const payload = { messageId, status: 'SENT', at: '2026-01-15T10:30:00.000Z', detail: null } as const;
  return { kind: 'message.status', payload, traceparent } satisfies InboxFact;
}

function stepEvent(messageId: string): NewEvent {
  const payload = {
    messageId,
    status: 'SENT',
    chatId: 'c',
    to: 'c',
    clientRef: null,
    timestamp: 0,
    detail: null,
  } as const;
  return { type: 'message.status', chatId: 'c', payload };
}

const tracesOf = (events: NewEvent[], group: FactGroup) =>
  inTraces(events, group).map(({ traceparent }) => traceparent ?? null);

it('gives each step of a message the trace of its own fact', () => {
  const group = [step('a', ONE), step('b', null), step('c', OTHER)];
  expect(tracesOf(['c', 'a', 'b'].map(stepEvent), group)).toEqual([OTHER, ONE, null]);
});

it('gives all events of one fact its trace', () => {
  const fact = { kind: 'call.received', payload: {}, traceparent: ONE } as unknown as FactGroup[0];
  const events = [{ type: 'call.received', chatId: null, payload: {} }] as unknown as NewEvent[];
  expect(tracesOf(events, [fact] as FactGroup)).toEqual([ONE]);
});

it('leaves events as they are while nothing is traced', () => {
  const events = [stepEvent('a')];
  expect(inTraces(events, [step('a', null)])).toBe(events);
});
