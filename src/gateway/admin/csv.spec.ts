import { csvLine } from './csv.js';

describe('a line of a table', () => {
  it('has quotes where they are needed', () => {
    expect(csvLine(['a', null, 'b,c', 'say "d"', 'two\nlines'])).toBe('a,,"b,c","say ""d""","two\nlines"\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@sum'])('does not pass %s off as a formula', (text) => {
    expect(csvLine([text])).toBe(`'${text}\r\n`);
  });
});
