import { v7 } from 'uuid';
import { firstIdAt, storedAt } from './stored-at.js';

const midnight = new Date('2026-01-15T00:00:00.000Z');
const before = new Date(midnight.getTime() - 1);

it('reads the time of a message off its id', () => {
  expect(storedAt(v7({ msecs: midnight.getTime() }))).toEqual(midnight);
});

it('parts the ids of two days', () => {
  for (let round = 0; round < 100; round++) {
    expect(v7({ msecs: midnight.getTime() }) >= firstIdAt(midnight)).toBe(true);
    expect(v7({ msecs: before.getTime() }) < firstIdAt(midnight)).toBe(true);
  }
});
