import { headerProblems } from './custom-headers.js';

describe('custom headers', () => {
  it('may carry a credential of the receiver', () => {
    expect(headerProblems({ Authorization: 'Bearer abc', 'X-Tenant': '7' })).toEqual([]);
  });

  it.each([
    'webhook-id',
    'Webhook-Signature',
    'Content-Type',
    'content-length',
    'HOST',
    'Transfer-Encoding',
    'Connection',
    'Traceparent',
  ])('can not be %s', (name) =>
    expect(headerProblems({ [name]: 'x' })).toEqual([{ pointer: `/headers/${name}`, detail: 'can not be set' }]),
  );

  it.each([
    ['X-A', 'one\r\nX-B: two'],
    ['X-A', 'Grüße'],
    ['X-A', 7],
    ['X A', 'x'],
    ['', 'x'],
    ['X-A', 'x'.repeat(2049)],
  ])('can not be %p: %p', (name, value) => expect(headerProblems({ [name]: value })).toHaveLength(1));

  it('are at most 20, each once', () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`x-${n}`, 'x']));
    expect(headerProblems(many)).toEqual([{ pointer: '/headers', detail: 'at most 20 headers' }]);
    expect(headerProblems({ 'x-a': '1', 'X-A': '2' })).toEqual([
      { pointer: '/headers', detail: 'the same header twice' },
    ]);
  });
});
