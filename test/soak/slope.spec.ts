import { slopePerHour } from './slope.js';

const MINUTE_MS = 60_000;

describe('a slope', () => {
  it('is what is added an hour', () => {
    expect(slopePerHour([0, 1, 2, 3].map((n) => ({ atMs: n * MINUTE_MS, value: 100 + n })))).toBeCloseTo(60);
  });

  it('is not led astray by what goes up and down', () => {
    const values = [100, 104, 96, 96, 104, 100];
    expect(Math.abs(slopePerHour(values.map((value, n) => ({ atMs: n * 10 * MINUTE_MS, value }))))).toBeLessThan(0.1);
  });

  it('is none where nothing can be said', () => {
    expect(slopePerHour([])).toBe(0);
    expect(slopePerHour([{ atMs: 5, value: 100 }])).toBe(0);
  });
});
