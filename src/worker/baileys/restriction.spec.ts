import { NewChatMessageCappingStatusType } from '@whiskeysockets/baileys';
import { capOf, timeLockOf } from './restriction.js';

describe('a restriction of new chats', () => {
  const end = new Date('2026-01-01T00:00:00Z');

  it('lasts as long as WhatsApp says, if it says so, and is lifted when it is not active', () => {
    expect(timeLockOf({ isActive: true, timeEnforcementEnds: end })).toEqual(end);
    expect(timeLockOf({ isActive: true })).toBeNull();
    expect(timeLockOf({ isActive: false })).toBe(false);
  });

  it('comes with a used-up quota, not with a warning', () => {
    const { CAPPED, FIRST_WARNING } = NewChatMessageCappingStatusType;
    expect(capOf({ capping_status: CAPPED, cycle_end_timestamp: '1767225600' })).toEqual(end);
    expect(capOf({ capping_status: CAPPED })).toBeNull();
    expect(capOf({ capping_status: FIRST_WARNING })).toBeUndefined();
  });
});
