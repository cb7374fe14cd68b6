import { requestContext } from '../logging/index.js';
import {
  type Attributes,
  broughtAlong,
  failureOf,
  inSpan,
  type SpanStart,
  startSpan,
  traceparentOfNow,
  useTracer,
} from './tracer.js';

const CALLER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const OWN = '00-0af7651916cd43dd8448eb211c80319c-1111111111111111-01';
const START = { kind: 'server', attributes: {} } as const;

interface Seen extends SpanStart {
  name: string;
  told: Attributes;
  ended?: string;
}

/** A tracer that keeps what it is told. */
function keepSpans(): Seen[] {
  const spans: Seen[] = [];
  useTracer({
    start: (name, start) => {
      const seen: Seen = { name, ...start, told: {} };
      spans.push(seen);
      return {
        traceparent: OWN,
        tell: (more) => void Object.assign(seen.told, more),
        end: (failure) => void (seen.ended = failure ?? 'well'),
      };
    },
  });
  return spans;
}

afterEach(() => useTracer(null));

it('carries nothing while traces are off', async () => {
  expect(broughtAlong(CALLER)).toEqual({});
  expect(startSpan('work', START).traceparent).toBeUndefined();
  expect(await inSpan('work', START, () => Promise.resolve(traceparentOfNow()))).toBeUndefined();
});

it('takes only a traceparent from a caller', () => {
  keepSpans();
  expect(broughtAlong(CALLER)).toEqual({ traceparent: CALLER });
  for (const header of [undefined, 'canary', [CALLER]]) expect(broughtAlong(header)).toEqual({});
});

it('puts work under the span that it is part of, and the request id stays', async () => {
  const spans = keepSpans();
  const now = await requestContext.run({ requestId: 'req-1', traceparent: CALLER }, () =>
    inSpan('work', START, () => Promise.resolve(requestContext.getStore())),
  );
  expect(now).toEqual({ requestId: 'req-1', traceparent: OWN });
  expect(spans).toMatchObject([{ name: 'work', parent: CALLER, ended: 'well' }]);
});

it('ends the span of work that fails with the code, or the class, of the error', async () => {
  const spans = keepSpans();
  const fail = () => Promise.reject(new TypeError('canary'));
  await expect(inSpan('work', START, fail)).rejects.toThrow('canary');
  expect(spans).toMatchObject([{ ended: 'TypeError' }]);
  expect(failureOf(Object.assign(new Error('canary'), { code: 'RATE_LIMITED' }))).toBe('RATE_LIMITED');
  expect(failureOf('canary')).toBe('Error');
});
