import { recipientsOf, refuseMisplaced, styleOf } from './status-post.js';

const to = 'status@broadcast';
const status = { kind: 'status' } as const;

describe('a status', () => {
  it.each(['text', 'template', 'image', 'video', 'voice', 'delete'])('may be of the type %s', (type) => {
    expect(() => refuseMisplaced({ to, type } as never, status)).not.toThrow();
  });

  it.each(['poll', 'contact', 'location', 'sticker', 'reaction', 'edit'])('is never of the type %s', (type) => {
    expect(() => refuseMisplaced({ to, type } as never, status)).toThrow(
      expect.objectContaining({ code: 'NOT_OFFERED' }),
    );
  });

  it('alone has recipients and colours', () => {
    const wish = { to: '628123456789', type: 'text', text: 'x', backgroundColor: '#112233' } as const;
    const failed = expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/backgroundColor' })] });
    expect(() => refuseMisplaced(wish, { kind: 'person' })).toThrow(failed);
    expect(() => refuseMisplaced(wish, status)).not.toThrow();
  });

  it('is seen by persons, each once', () => {
    expect(recipientsOf(['+62 8123456789', '628123456789@c.us', '5@lid'])).toEqual([
      '628123456789@s.whatsapp.net',
      '5@lid',
    ]);
    expect(() => recipientsOf(['1@g.us'])).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });

  it('looks as its readers like when nothing is said of that', () => {
    expect(styleOf({})).toBeNull();
    expect(styleOf({ font: 2 })).toEqual({ backgroundColor: null, font: 2 });
  });
});

describe('a channel', () => {
  it('takes texts, and tells why it takes nothing else', () => {
    const channel = { kind: 'newsletter' } as const;
    expect(() => refuseMisplaced({ to, type: 'text', text: 'x' }, channel)).not.toThrow();
    const refused = expect.objectContaining({ code: 'NOT_OFFERED', detail: expect.stringContaining('texts') });
    expect(() => refuseMisplaced({ to, type: 'image' } as never, channel)).toThrow(refused);
  });
});
