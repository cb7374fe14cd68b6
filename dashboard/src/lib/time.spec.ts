import { countdown, fromNow, toDate } from './time';

const now = new Date('2026-05-01T12:00:00Z');

it('tells how far away a time is, in the largest unit that fits', () => {
  expect(fromNow('2026-05-01T11:57:00Z', now)).toBe('3 minutes ago');
  expect(fromNow('2026-05-01T14:00:00Z', now)).toBe('in 2 hours');
  expect(fromNow('2026-04-30T12:00:00Z', now)).toBe('yesterday');
});

it('reads times of the API and times of WhatsApp', () => {
  expect(toDate(1_777_636_800).toISOString()).toBe(now.toISOString());
  expect(toDate('2026-05-01T12:00:00Z')).toEqual(now);
});

it('counts down to nothing, and no further', () => {
  expect([65, 59.2, 0, -3].map(countdown)).toEqual(['1:05 min', '1:00 min', '0 s', '0 s']);
});
