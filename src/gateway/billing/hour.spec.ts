import { hourOf, secondsLeft } from './hour.js';

it('begins with the clock, whenever the first thing happens in it', () => {
  expect(hourOf(new Date('2026-01-15T10:00:00.000Z'))).toBe(hourOf(new Date('2026-01-15T10:59:59.999Z')));
  expect(hourOf(new Date('2026-01-15T11:00:00.000Z'))).toBe(hourOf(new Date('2026-01-15T10:59:59.999Z')) + 1);
  expect(secondsLeft(new Date('2026-01-15T10:00:00.000Z'))).toBe(3600);
  expect(secondsLeft(new Date('2026-01-15T10:59:59.999Z'))).toBe(1);
});
