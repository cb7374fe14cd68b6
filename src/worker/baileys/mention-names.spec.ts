import { withNames } from './mention-names.js';

const BOB = ['222@lid', '6281000002@s.whatsapp.net'] as const;

describe('people who are named in a text', () => {
  it('are called by their other address, whole numbers only', () => {
    const text = '@222, @2223 and mail@222.example, @222!';
    expect(withNames({ type: 'text', text }, [BOB])).toEqual({
      type: 'text',
      text: '@6281000002, @2223 and mail@222.example, @6281000002!',
    });
  });

  it('are named in captions as well, and nowhere else', () => {
    expect(withNames({ caption: 'for @222' }, [BOB])).toEqual({ caption: 'for @6281000002' });
    expect(withNames({ caption: null, name: '@222' }, [BOB])).toEqual({ caption: null, name: '@222' });
  });
});
