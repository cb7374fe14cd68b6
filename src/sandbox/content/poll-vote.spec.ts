import { openVote, sealVote, type Ballot } from './poll-vote.js';

describe('poll votes', () => {
  const ballot: Ballot = {
    secret: Buffer.alloc(32, 7),
    pollId: 'POLL1',
    creator: '15550001111@s.whatsapp.net',
    voter: '15550002222@s.whatsapp.net',
  };

  it('are read with the secret of the poll', () => {
    const sealed = sealVote(ballot, ['tea', 'milk']);
    expect(openVote(ballot, sealed, ['milk', 'coffee', 'tea'])).toEqual(['milk', 'tea']);
  });

  it.each([
    ['secret', { secret: Buffer.alloc(32, 8) }],
    ['voter', { voter: '15550003333@s.whatsapp.net' }],
    ['poll', { pollId: 'POLL2' }],
  ])('are closed to whoever has another %s', (_what, other) => {
    const sealed = sealVote(ballot, ['tea']);
    expect(() => openVote({ ...ballot, ...other }, sealed, ['tea'])).toThrow();
  });
});
