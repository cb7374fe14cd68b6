import { filledIn, variablesOf } from './fill-in.js';

describe('a template', () => {
  it('has its places filled in, with or without spaces, as often as they are there', () => {
    const body = 'Hi {{name}}, {{ name }}: order {{order}} is ready';
    expect(variablesOf(body)).toEqual(['name', 'order']);
    expect(filledIn(body, { name: 'Sari', order: 4711, unused: true })).toBe('Hi Sari, Sari: order 4711 is ready');
  });

  it('takes what a variable says for text, whatever it looks like', () => {
    expect(filledIn('Hi {{name}}', { name: '{{name}} $& $1' })).toBe('Hi {{name}} $& $1');
  });

  it.each([{}, { name: null }, { name: {} }, { name: 'half a pair \ud83d' }])(
    'is not sent with a place that nothing fills: %j',
    (variables) => {
      const errors = [expect.objectContaining({ pointer: '/variables/name' })];
      expect(() => filledIn('Hi {{name}}', variables)).toThrow(expect.objectContaining({ errors }));
    },
  );

  it('takes nothing from what every object has', () => {
    expect(() => filledIn('{{toString}}', {})).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });
});
