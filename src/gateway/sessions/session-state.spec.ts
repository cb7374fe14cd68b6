import type { SessionStatus } from '../../contracts/index.js';
import { eventsBetween } from './session-events.js';
import { changesBy, type SessionFact, type SessionState } from './session-state.js';

const AT = '2026-01-01T00:00:00.000Z';
const FRESH: SessionState = {
  status: 'DISCONNECTED',
  reason: null,
  connectionMessage: '',
  whatsappId: null,
  lid: null,
  qr: null,
  qrExpiresAt: null,
  restrictedUntil: null,
  lastActivityAt: null,
};

function status(to: SessionStatus, reason: string | null = null): SessionFact {
  return { kind: 'session.status', payload: { status: to, reason, message: `It is ${to}.`, at: AT } };
}

function qr(text: string): SessionFact {
  return { kind: 'session.qr', payload: { qr: text, expiresAt: '2026-01-01T00:01:00.000Z', at: AT } };
}

const paired: SessionFact = {
  kind: 'session.paired',
  payload: { whatsappId: '628123456789@s.whatsapp.net', lid: '777@lid', at: AT },
};

function after(...facts: SessionFact[]): SessionState {
  return facts.reduce((state, fact) => ({ ...state, ...changesBy(fact, state) }), FRESH);
}

/** The types of the events that the last fact gives. */
async function news(...facts: SessionFact[]): Promise<string[]> {
  const events = await eventsBetween(after(...facts.slice(0, -1)), after(...facts));
  return events.map((event) => event.type);
}

describe('facts of a session', () => {
  it('show a code, and tell of it with a picture', async () => {
    const shown = after(status('CONNECTING'), qr('2@a'));
    expect(shown).toMatchObject({ status: 'SCANNING_QR', qr: '2@a', qrExpiresAt: new Date('2026-01-01T00:01:00Z') });
    const [, event] = await eventsBetween(after(status('CONNECTING')), shown);
    expect(event).toMatchObject({ type: 'session.qr', payload: { status: 'SCANNING_QR', qr: '2@a' } });
    expect(event?.payload).toHaveProperty('qrCode', expect.stringMatching(/^data:image\/png;base64,/));
  });

  it('tell of the next code without another change of status', async () => {
    expect(await news(qr('2@a'))).toEqual(['session.status', 'session.qr']);
    expect(await news(qr('2@a'), qr('2@b'))).toEqual(['session.qr']);
    expect(await news(qr('2@a'), status('SCANNING_QR'))).toEqual([]);
  });

  it.each(['CONNECTING', 'CONNECTED', 'DISCONNECTED'] as const)('take the code away with %s', (next) => {
    expect(after(qr('2@a'), status(next))).toMatchObject({ qr: null, qrExpiresAt: null });
  });

  it('name the account once it is paired', async () => {
    expect(after(qr('2@a'), paired)).toMatchObject({
      whatsappId: '628123456789@s.whatsapp.net',
      lid: '777@lid',
      qr: null,
    });
    expect(await news(qr('2@a'), paired)).toEqual(['session.paired']);
    expect(await news(paired, paired)).toEqual([]);
  });

  it('forget the account when it is logged out, and tell so once', async () => {
    expect(after(paired, status('LOGGED_OUT'))).toMatchObject({ whatsappId: null, lid: null });
    expect(await news(paired, status('LOGGED_OUT', 'BY_PHONE'))).toEqual(['session.status', 'session.logged_out']);
    expect(await news(status('LOGGED_OUT', 'BY_PHONE'), status('LOGGED_OUT', 'BY_PHONE'))).toEqual([]);
  });

  it('leave a session logged out when it goes offline afterwards', async () => {
    expect(after(status('LOGGED_OUT'), status('DISCONNECTED', 'STOPPED')).status).toBe('LOGGED_OUT');
    expect(await news(status('LOGGED_OUT'), status('DISCONNECTED', 'STOPPED'))).toEqual([]);
  });

  it('are no news when they say the same again', async () => {
    expect(await news(status('CONNECTED'), status('CONNECTED'))).toEqual([]);
    expect(await news(status('CONNECTING'), status('CONNECTING', 'CONNECTION_LOST'))).toEqual(['session.status']);
  });

  it('note the newest activity, also when a clock is behind', () => {
    const late = { ...FRESH, lastActivityAt: new Date('2027-01-01T00:00:00Z') };
    expect(changesBy(status('CONNECTED'), late).lastActivityAt).toEqual(late.lastActivityAt);
  });
});
