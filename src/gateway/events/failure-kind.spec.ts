import { isPassing, smallerBatch } from './failure-kind.js';

const withCode = (code: string) => Object.assign(new Error('refused'), { code });

describe('a failure of ingest', () => {
  it.each(['40P01', '40001', '57014', '57P01', '53300', '55P03', '08006'])('%s passes by itself', (code) => {
    expect(isPassing(withCode(code))).toBe(true);
  });

  it.each(['23505', '22P02', '42703', 'ECONNREFUSED'])('%s is put down to the fact', (code) => {
    expect(isPassing(withCode(code))).toBe(false);
  });

  it('without a code is put down to the fact', () => {
    expect(isPassing(new TypeError('payload is undefined'))).toBe(false);
  });
});

describe('after a failed batch', () => {
  it('the facts before the bad one are tried', () => expect(smallerBatch(200, 57)).toBe(57));
  it('the bad one is tried alone when it comes first', () => expect(smallerBatch(200, 0)).toBe(1));
  it('one is tried alone when it is not clear which is bad', () => {
    expect(smallerBatch(200, 200)).toBe(1);
    expect(smallerBatch(2, 1)).toBe(1);
  });
});
