import { groupIdOf, inviteCodeOf, peopleOf } from './group-addresses.js';

const failed = (pointer: string) => expect.objectContaining({ errors: [expect.objectContaining({ pointer })] });

describe('addresses of groups', () => {
  it.each(['120363041234567890@g.us', '120363041234567890'])('may be written as %s', (groupId) => {
    expect(groupIdOf(groupId)).toBe('120363041234567890@g.us');
  });

  it.each(['bob', '628123456789@s.whatsapp.net', ''])('are not %p', (groupId) => {
    expect(() => groupIdOf(groupId)).toThrow(failed('groupId'));
  });
});

describe('people of groups', () => {
  it('are numbers or addresses, each once', () => {
    expect(peopleOf(['+62 812-3456-789', '628123456789@c.us', '222@lid'])).toEqual([
      '628123456789@s.whatsapp.net',
      '222@lid',
    ]);
  });

  it('are told by their place when they are none', () => {
    expect(() => peopleOf(['628123456789', '1@g.us'])).toThrow(failed('/participants/1'));
  });
});

describe('invites', () => {
  it.each([
    'AbCdEfGh12345',
    'https://chat.whatsapp.com/AbCdEfGh12345',
    'chat.whatsapp.com/invite/AbCdEfGh12345?mode=r',
  ])('may be written as %s', (invite) => {
    expect(inviteCodeOf(invite)).toBe('AbCdEfGh12345');
  });

  it('are no sentences', () => {
    expect(() => inviteCodeOf('let me in')).toThrow(failed('/inviteCode'));
  });
});
