import { Problem } from '../../contracts/index.js';
import { usageQuery } from './usage-query.js';

const NOW = new Date('2026-02-15T12:00:00Z');

describe('what usage is asked for', () => {
  it('is that of this month when no time is given', () => {
    expect(usageQuery({ groupBy: 'day' }, NOW)).toEqual({ from: new Date('2026-02-01'), to: NOW, groupBy: 'day' });
  });

  it.each([
    ['a time that ends before it begins', { from: '2026-02-02', to: '2026-02-01', groupBy: 'day' }],
    ['more hours than are kept', { from: '2026-01-01', to: '2026-02-15', groupBy: 'hour' }],
  ] as const)('is never %s', (_, wish) => {
    expect(() => usageQuery(wish, NOW)).toThrow(Problem);
  });
});
