import type { SessionCard } from './session-answers.js';
import { connectionOf, detailsOf, scannable, statusOf, summaryOf } from './session-answers.js';

const NOW = new Date('2026-01-01T00:00:30Z');

function session(changes: Partial<SessionCard> = {}): SessionCard {
  return {
    id: 'support',
    name: 'Support',
    status: 'CONNECTED',
    reason: null,
    connectionMessage: 'Connected.',
    whatsappId: '628123456789@s.whatsapp.net',
    lid: null,
    qr: null,
    qrExpiresAt: null,
    restrictedUntil: null,
    lastActivityAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

const shown = { status: 'SCANNING_QR', qr: '2@a', qrExpiresAt: new Date('2026-01-01T00:01:00Z') } as const;

describe('answers about a session', () => {
  it('give the phone number of a paired one', () => {
    expect(statusOf(session())).toMatchObject({
      phoneNumber: '+628123456789',
      whatsappId: '628123456789@s.whatsapp.net',
    });
  });

  it('give null for an unpaired one, and leave it out of the list', () => {
    expect(statusOf(session({ whatsappId: null }))).toMatchObject({ phoneNumber: null, whatsappId: null });
    expect(summaryOf(session({ whatsappId: null }))).not.toHaveProperty('phoneNumber');
  });

  it('never show the code among the details', () => {
    expect(JSON.stringify(detailsOf(session(shown), null))).not.toContain('2@a');
  });

  it('show a code until its time is over', async () => {
    expect(await connectionOf(session(shown), NOW)).toMatchObject({ status: 'SCANNING_QR', qr: '2@a' });
    expect(scannable(session(shown), new Date('2026-01-01T00:01:00Z'))).toBeNull();
  });
});
