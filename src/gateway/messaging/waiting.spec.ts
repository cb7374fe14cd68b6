import type { OutboxPlace } from '../../mailbox/index.js';
import { waitingFor } from './waiting.js';

const FREE: OutboxPlace = {
  isInFlight: false,
  attempts: 0,
  notBefore: null,
  heldReason: null,
  ahead: 0,
  chatHeldUntil: null,
  chatHeldReason: null,
};
const CONNECTED = { status: 'CONNECTED', connectionMessage: 'Connected.' } as const;
const LOST = { status: 'CONNECTING', connectionMessage: 'The connection ended (428).' } as const;
const HERE = { assignedWorker: 'w1', ownerWorker: 'w1' };
const until = new Date('2026-01-15T10:30:00Z');
const reason = (place: Partial<OutboxPlace>, session: typeof CONNECTED | typeof LOST = CONNECTED, account = HERE) =>
  waitingFor({ ...FREE, ...place }, session, account).reason;

describe('what a message waits for', () => {
  it('is the time that it was scheduled for, or is held until', () => {
    expect(waitingFor({ ...FREE, notBefore: until }, CONNECTED, HERE)).toMatchObject({ reason: 'scheduled', until });
    expect(reason({ notBefore: until, heldReason: 'PACING' })).toBe('pacing');
    expect(reason({ notBefore: until, heldReason: 'REACHOUT_TIMELOCK' }, LOST)).toBe('reachout_timelock');
  });

  it('is the connection while there is none, or the worker that is to have the session', () => {
    expect(reason({ ahead: 3 }, LOST)).toBe('session_not_connected');
    expect(reason({}, LOST, { assignedWorker: 'w2', ownerWorker: 'w1' })).toBe('worker_moving');
  });

  it('says of one in flight that it goes out again after the end of its connection', () => {
    expect(waitingFor({ ...FREE, isInFlight: true }, LOST, HERE).detail).toMatch(
      'The connection ended (428). It was given',
    );
    expect(reason({ isInFlight: true })).toBe('awaiting_server_ack');
  });

  it('is those that were accepted before, in the whole session or held in the chat', () => {
    expect(reason({ ahead: 1 })).toBe('behind_others');
    const behindHeld = { ...FREE, chatHeldUntil: until, chatHeldReason: 'NEW_CHAT_LIMIT' as const };
    expect(waitingFor(behindHeld, CONNECTED, HERE)).toMatchObject({ reason: 'behind_others', until });
    expect(reason({})).toBe('next');
  });
});
