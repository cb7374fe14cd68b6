import { fingerprint } from './idempotency.js';

const body = { to: '628123456789', type: 'text', text: 'hi', more: [{ a: 1, b: 2 }] };

describe('the fingerprint of a request', () => {
  it('is the same whatever the order of the fields', () => {
    const turned = { more: [{ b: 2, a: 1 }], text: 'hi', type: 'text', to: '628123456789' };
    expect(fingerprint('messages', turned)).toEqual(fingerprint('messages', body));
  });

  it.each([
    ['another text', { ...body, text: 'ho' }],
    ['another type of a value', { ...body, to: 628123456789 }],
    ['one more field', { ...body, clientRef: 'x' }],
    ['another order in a list', { ...body, more: [{ a: 1 }, { b: 2 }] }],
    ['a field called __proto__', JSON.parse(`{"__proto__":{},${JSON.stringify(body).slice(1)}`) as unknown],
    ['no body', undefined],
  ])('tells %s', (_what, other) => {
    expect(fingerprint('messages', other)).not.toEqual(fingerprint('messages', body));
  });

  it('tells the routes apart, since they answer differently', () => {
    expect(fingerprint('send', body)).not.toEqual(fingerprint('messages', body));
  });
});
