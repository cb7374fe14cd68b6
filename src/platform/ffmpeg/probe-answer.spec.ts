import { filmSize } from './probe-answer.js';

it.each([
  [0, 640, 480],
  [90, 480, 640],
  [-90, 480, 640],
  [180, 640, 480],
])('gives the size of a film as it is shown when it is turned by %i°', (rotation, width, height) => {
  const streams = [{ width: 640, height: 480, side_data_list: [{}, { rotation }] }];
  expect(filmSize({ streams, format: { duration: '3.6' } })).toEqual({ width, height, seconds: 4 });
});

it('gives null for what is not told', () => {
  const nothing = { width: null, height: null, seconds: null };
  expect(filmSize({})).toEqual(nothing);
  expect(filmSize({ streams: [{ width: 0 }], format: { duration: 'N/A' } })).toEqual(nothing);
});
