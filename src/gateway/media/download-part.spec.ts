import { downloadPart } from './download-part.js';

const etag = '"abc"';
const nothing = { range: undefined, ifRange: undefined, ifNoneMatch: undefined };
const part = (range: string, more = {}) => downloadPart(100, etag, { ...nothing, range, ...more });

it.each([
  ['bytes=0-0', 0, 1],
  ['bytes=10-19', 10, 10],
  ['bytes=90-', 90, 10],
  ['bytes=90-200', 90, 10],
  ['bytes=-10', 90, 10],
  ['bytes=-200', 0, 100],
  ['bytes=0-99', 0, 100],
  ['bytes= 1 - 2', 1, 2],
])('gives the range %s', (range, offset, length) => {
  expect(part(range)).toEqual({ status: 206, range: { offset, length } });
});

it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=9999999999999999999-'])('has nothing for %s', (range) => {
  expect(part(range)).toEqual({ status: 416 });
});

it.each(['', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=5-3', 'bytes=0-1,5-6', 'items=0-1', 'bytes=0x1-2', '0-1'])(
  'gives the whole file for "%s"',
  (range) => expect(part(range)).toEqual({ status: 200 }),
);

it('gives the whole file where the range is of another one', () => {
  expect(part('bytes=0-1', { ifRange: etag })).toMatchObject({ status: 206 });
  expect(part('bytes=0-1', { ifRange: '"other"' })).toEqual({ status: 200 });
  expect(part('bytes=0-1', { ifRange: `W/${etag}` })).toEqual({ status: 200 });
});

it('gives nothing to who has it', () => {
  for (const ifNoneMatch of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    expect(part('bytes=0-1', { ifNoneMatch })).toEqual({ status: 304 });
  }
  expect(downloadPart(100, etag, { ...nothing, ifNoneMatch: '"other"' })).toEqual({ status: 200 });
});
