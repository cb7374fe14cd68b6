import { cursorAt, idAt } from './cursor.js';

describe('cursors', () => {
  it('lead back to the row they were made for', () => {
    const id = '019a8b1c-22f4-7cc1-9d4e-0123456789ab';
    expect(cursorAt(id)).toMatch(/^[\w-]{22}$/);
    expect(idAt(cursorAt(id))).toBe(id);
  });

  it.each(['', 'abc', 'not a cursor', `${cursorAt('019a8b1c-22f4-7cc1-9d4e-0123456789ab')}A`])(
    'refuses %p',
    (cursor) => {
      expect(() => idAt(cursor)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
    },
  );
});
