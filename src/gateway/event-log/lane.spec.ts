import { LANES, laneOf } from './lane.js';

describe('lanes', () => {
  it('puts everything of one chat into one lane, whatever the session', () => {
    const chatId = '628123456789@s.whatsapp.net';
    expect(laneOf({ chatId, sessionId: 'a' })).toBe(laneOf({ chatId, sessionId: 'b' }));
  });

  it('keeps the same lane in every release: the last digit of the published FNV-1a test vectors', () => {
    expect(laneOf({ chatId: 'a', sessionId: 'x' })).toBe(0xe40c292c % LANES);
    expect(laneOf({ chatId: null, sessionId: 'foobar' })).toBe(0xbf9cf968 % LANES);
  });

  it('spreads chats over all lanes', () => {
    const lanes = Array.from({ length: 1000 }, (_, n) =>
      laneOf({ chatId: `${62_800_000_000 + n}@s.whatsapp.net`, sessionId: 'a' }),
    );
    expect(new Set(lanes).size).toBe(LANES);
    expect(Math.min(...lanes)).toBe(0);
    expect(Math.max(...lanes)).toBe(LANES - 1);
  });
});
