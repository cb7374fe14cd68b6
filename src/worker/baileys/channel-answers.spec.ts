import { channelView, toldIn } from './channel-answers.js';

describe('a channel', () => {
  it('is told in our words', () => {
    const thread = {
      ...{ name: { text: 'News' }, description: { text: '' }, subscribers_count: '12', verification: 'VERIFIED' },
      ...{ invite: 'abc', creation_time: '1700000000' },
    };
    expect(channelView({ id: '1@newsletter', thread_metadata: thread, viewer_metadata: { role: 'OWNER' } })).toEqual({
      ...{ channelId: '1@newsletter', name: 'News', description: null, followers: 12, verified: true, role: 'OWNER' },
      ...{ createdAt: '2023-11-14T22:13:20.000Z', inviteCode: 'abc' },
    });
  });

  it('may leave out almost everything', () => {
    expect(channelView({ id: '1@newsletter' })).toMatchObject({ followers: null, role: null, createdAt: null });
  });

  it('is not there, or refused with WhatsApp’s code', () => {
    const errors = (code: number) => ({ data: null, errors: [{ extensions: { error_code: code } }] });
    expect(() => toldIn(errors(404), 'x')).toThrow(expect.objectContaining({ code: 'CHANNEL_NOT_FOUND' }));
    expect(() => toldIn(errors(403), 'x')).toThrow(expect.objectContaining({ code: 'WHATSAPP_REFUSED' }));
    expect(toldIn({ data: { x: { id: '1' } } }, 'x')).toEqual({ id: '1' });
  });
});
