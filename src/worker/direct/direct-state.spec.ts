import type { SessionStatus } from '../../contracts/index.js';
import type { DirectAccount, SessionNews } from '../../mailbox/index.js';
import { stateOf } from './direct-state.js';

const NOW = new Date('2026-01-15T10:00:00Z');
const account = (rest: Partial<DirectAccount> = {}): DirectAccount => ({
  sessionId: 'shop',
  direct: true,
  desired: 'on',
  paired: true,
  holder: 'w1',
  assigned: 'w1',
  createdAt: NOW,
  ...rest,
});
const reported = (status: SessionStatus, reason: string | null = null): SessionNews => ({
  status: { status, reason, message: 'as reported', at: NOW.toISOString() },
  qr: null,
  paired: null,
  newest: 'session.status',
});
const shown = (expiresAt: string): SessionNews => ({
  ...reported('CONNECTING'),
  qr: { qr: 'the code', expiresAt, at: NOW.toISOString() },
  newest: 'session.qr',
});

describe('a direct session', () => {
  it('is disconnected while nobody wants it connected, with the reason of its last end', () => {
    const blocked = stateOf(account({ desired: 'off', holder: null }), reported('BLOCKED', 'BANNED'), NOW);
    expect(blocked).toMatchObject({ status: 'disconnected', reason: 'BANNED', message: 'as reported' });
  });

  it('was never connected when nothing was reported', () => {
    const news: SessionNews = { status: null, qr: null, paired: null, newest: null };
    expect(stateOf(account({ desired: 'off', holder: null }), news, NOW)).toMatchObject({
      status: 'disconnected',
      message: 'The session was never connected.',
    });
  });

  it('is connecting while no worker holds it, whatever its last worker said', () => {
    expect(stateOf(account({ holder: null }), reported('CONNECTED'), NOW).status).toBe('connecting');
  });

  it('is connecting when it is wanted again after an end', () => {
    const state = stateOf(account(), reported('LOGGED_OUT', 'LOGGED_OUT'), NOW);
    expect(state).toMatchObject({ status: 'connecting', reason: null });
  });

  it('requires a scan as long as the code is good', () => {
    const state = stateOf(account(), shown('2026-01-15T10:00:20Z'), NOW);
    expect(state).toMatchObject({ status: 'qr_required', qr: { text: 'the code' } });
    expect(stateOf(account(), shown('2026-01-15T09:59:59Z'), NOW)).toMatchObject({ status: 'connecting', qr: null });
  });

  it('is connected when its worker said so', () => {
    expect(stateOf(account(), reported('CONNECTED'), NOW).status).toBe('connected');
  });

  it('is leaving from the moment on that it is not wanted any more', () => {
    const state = stateOf(account({ desired: 'logged_out' }), reported('CONNECTED'), NOW);
    expect(state).toMatchObject({ status: 'disconnected', message: 'Leaving WhatsApp.' });
  });
});
