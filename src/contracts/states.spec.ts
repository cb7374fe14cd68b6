import { hasReached, movesForward } from './states.js';

describe('message statuses', () => {
  it('moves forward one or many steps, never back', () => {
    expect(movesForward('QUEUED', 'SENT')).toBe(true);
    expect(movesForward('SENT', 'READ')).toBe(true);
    expect(movesForward('READ', 'DELIVERED')).toBe(false);
    expect(movesForward('SENT', 'SENT')).toBe(false);
  });

  it('lets a message fail only while no server has it', () => {
    expect(movesForward('SENDING', 'FAILED')).toBe(true);
    expect(movesForward('DELIVERED', 'FAILED')).toBe(false);
    expect(movesForward('FAILED', 'EXPIRED')).toBe(false);
  });

  it('takes a late ack over a failure, since the server had the message after all', () => {
    expect(movesForward('FAILED', 'SENT')).toBe(true);
  });

  it('counts an end as reached, so that nobody waits for what can not come', () => {
    expect(hasReached('QUEUED', 'SENT')).toBe(false);
    expect(hasReached('DELIVERED', 'SENT')).toBe(true);
    expect(hasReached('FAILED', 'SENT')).toBe(true);
  });
});
