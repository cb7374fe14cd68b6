import { readRange } from './server.js';

describe('ranges of a file of 100 bytes', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=16-31', { start: 16, end: 31 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=5-4', 'unsatisfiable'],
    ['lines=1-2', undefined],
  ])('%s is %j', (header, range) => {
    expect(readRange(header, 100)).toEqual(range);
  });
});
