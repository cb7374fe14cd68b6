import { jsonb } from './sql.js';

describe('a value for a jsonb column', () => {
  it('keeps every text that Postgres can store', () => {
    const text = 'naïve 👋🏽 "quoted" \n \u2028';
    expect(JSON.parse(jsonb({ text }))).toEqual({ text });
  });

  it('replaces NUL and halves of surrogate pairs, wherever they stand', () => {
    const stored = jsonb([{ text: 'a\0b', name: 'x\ud83d' }, '\udc4b!']);
    expect(JSON.parse(stored)).toEqual([{ text: 'a\ufffdb', name: 'x\ufffd' }, '\ufffd!']);
  });
});
