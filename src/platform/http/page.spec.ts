import { pageOf } from './page.js';

const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ id: String(n) }));

describe('a page', () => {
  it('has a cursor while there is more', () => {
    expect(pageOf(rows(3), 2)).toEqual({ rows: rows(2), nextCursor: '1' });
  });

  it('has none when it is the last one, even when it is full', () => {
    expect(pageOf(rows(2), 2)).toEqual({ rows: rows(2), nextCursor: null });
    expect(pageOf(rows(0), 2)).toEqual({ rows: [], nextCursor: null });
  });
});
