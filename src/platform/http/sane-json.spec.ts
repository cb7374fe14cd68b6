import { complaintAbout } from './sane-json.js';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('a body', () => {
  it('may be nested 20 deep, and no deeper', () => {
    expect(complaintAbout(nested(20))).toBeNull();
    expect(complaintAbout(nested(21))).toBe('it is nested more than 20 deep');
    expect(complaintAbout({ a: nested(5_000) })).toBe('it is nested more than 20 deep');
  });

  it('is Unicode, in its values and in its names', () => {
    expect(complaintAbout({ text: 'a 👍🏽, and أهلا' })).toBeNull();
    expect(complaintAbout({ list: [{ text: 'half \ud83d' }] })).toBe('it has text that is not Unicode');
    expect(complaintAbout({ '\udc00': 1 })).toBe('it has text that is not Unicode');
  });

  it.each([null, undefined, 1, true, '', {}, []])('may be %p', (body) => {
    expect(complaintAbout(body)).toBeNull();
  });
});
