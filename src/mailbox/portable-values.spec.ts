import { decodeValue, encodeValue } from './account-record.js';
import { portableEntry } from './portable-values.js';

const thereAndBack = (value: unknown): unknown => {
  const json = JSON.stringify(portableEntry.from(['type', 'id', encodeValue(value)]));
  const [type, id, encoded] = portableEntry.to(JSON.parse(json));
  expect([type, id]).toEqual(['type', 'id']);
  return decodeValue(encoded!);
};

describe('the value of an account as JSON', () => {
  it.each([
    ['text', 'hello'],
    ['numbers', [0, -1.5, Infinity, 2n ** 70n]],
    [
      'bytes, however deep',
      { keyPair: { public: Buffer.from([1, 2, 255]), private: Buffer.alloc(32, 7) }, list: [Buffer.alloc(0)] },
    ],
    ['nothing', { a: null, b: undefined }],
    ['a time', new Date(1_700_000_000_000)],
    ['what looks like one of ours', { $: 'bytes', value: 'AAAA', inner: { $: { $: 1 } } }],
    ['a field that objects have anyhow', JSON.parse('{"__proto__":{"a":1}}')],
  ])('comes back as it was: %s', (_what, value) => {
    expect(thereAndBack(value)).toEqual(value);
  });

  it('keeps bytes bytes of the kind that crypto takes', () => {
    expect(Buffer.isBuffer(thereAndBack(Buffer.from([9])))).toBe(true);
  });

  it('does not leave out what it does not know', () => {
    expect(() => thereAndBack(new Map([[1, 2]]))).toThrow('can not leave');
  });

  it.each([null, [], ['a', 1, null], ['a', 'b', { $: 'map', value: 'x' }], ['a', 'b', { $: 'bytes', value: 5 }]])(
    'is refused when it is none: %j',
    (entry) => {
      expect(() => portableEntry.to(entry)).toThrow(TypeError);
    },
  );
});
