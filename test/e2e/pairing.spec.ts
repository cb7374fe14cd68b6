import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Sandbox } from '../support/sandbox.js';

describe('pairing', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl);
    user = await gateway.register();
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  it('connects a session by a QR code', async () => {
    await user.post('/sessions', { sessionId: 'byQr', name: 'Shop' });
    const connecting = await user.post('/sessions/byQr/connect');
    expect(connecting).toMatchObject({ sessionId: 'byQr', status: 'SCANNING_QR' });
    expect(connecting['qrCode']).toMatch(/^data:image\/png;base64,/);
    const phoneNumber = await sandbox.scan(String(connecting['qr']));
    const session = await user.status('byQr', 'CONNECTED');
    expect(session).toMatchObject({
      phoneNumber: `+${phoneNumber}`,
      whatsappId: `${phoneNumber}@s.whatsapp.net`,
      worker: { workerId: 'local' },
    });
    const listed = await user.get<{ sessions: { sessionId: string }[] }>('/sessions?status=CONNECTED');
    expect(listed.sessions.map(({ sessionId }) => sessionId)).toContain('byQr');
  });

  it('shows the QR code as JSON and as a picture, and none when there is nothing to scan', async () => {
    await user.post('/sessions/start', { sessionId: 'picture' });
    const qr = await eventually('a QR code', async () => {
      const answer = await user.call('GET', '/sessions/picture/qr');
      return answer.status === 200 && answer.body;
    });
    expect(qr).toMatchObject({ sessionId: 'picture', qr: expect.any(String), expiresAt: expect.any(String) });
    const picture = await user.call<string>('GET', '/sessions/picture/qr', undefined, { accept: 'image/png' });
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.body.slice(1, 4)).toBe('PNG');
    await sandbox.scan(String(qr['qr']));
    await user.status('picture', 'CONNECTED');
    const none = await user.call('GET', '/sessions/picture/qr');
    expect([none.status, none.body['code']]).toEqual([409, 'NO_QR']);
  });

  it('connects a session by a pairing code', async () => {
    await user.post('/sessions', { sessionId: 'byCode' });
    const { phoneNumber } = await sandbox.call<{ phoneNumber: string }>('POST', '/phones', {});
    const asked = await user.post('/sessions/byCode/pairing-code', { phoneNumber: `+${phoneNumber}` });
    expect(asked).toMatchObject({ sessionId: 'byCode', pairingCode: expect.stringMatching(/^[A-Z0-9]{8}$/) });
    await sandbox.call('POST', `/phones/${phoneNumber}/pairing-code`, { code: asked['pairingCode'] });
    expect(await user.status('byCode', 'CONNECTED')).toMatchObject({ phoneNumber: `+${phoneNumber}` });
    const again = await user.call('POST', '/sessions/byCode/pairing-code', { phoneNumber });
    expect([again.status, again.body['code']]).toEqual([409, 'SESSION_ALREADY_PAIRED']);
  });

  it('gives another QR code while nobody has scanned the first', async () => {
    await user.post('/sessions', { sessionId: 'late' });
    const { qr } = await user.post<{ qr: string }>('/sessions/late/connect');
    const restarted = await user.call('POST', '/sessions/late/restart');
    expect(restarted.status).toBe(202);
    const next = await eventually('another QR code', async () => {
      const answer = await user.call<{ qr: string }>('GET', '/sessions/late/qr');
      return answer.status === 200 && answer.body.qr !== qr && answer.body.qr;
    });
    await sandbox.scan(next);
    await user.status('late', 'CONNECTED');
  });

  it('keeps the pairing when stopped without logout, and loses it with', async () => {
    const { sessionId, phoneNumber } = await user.pair(sandbox, { sessionId: 'stopped' });
    const stopped = await user.post(`/sessions/${sessionId}/stop`, { logout: false });
    expect(stopped).toMatchObject({ sessionId, status: 'DISCONNECTING' });
    await user.status(sessionId, 'DISCONNECTED');
    expect(await sandbox.isOnline(phoneNumber)).toBe(false);
    const back = await user.post(`/sessions/${sessionId}/connect`);
    expect(back).toMatchObject({ status: 'CONNECTED' });

    const logout = await user.post(`/sessions/${sessionId}/stop`, {});
    expect(logout).toEqual({ sessionId, status: 'DISCONNECTING', message: 'Session logout initiated.' });
    await user.status(sessionId, 'LOGGED_OUT');
    const { devices } = await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${phoneNumber}`);
    expect(devices).toEqual([]);
    expect(await user.post(`/sessions/${sessionId}/connect`)).toMatchObject({ status: 'SCANNING_QR' });
  });

  it('unlinks the device and forgets everything when a session is deleted', async () => {
    const { sessionId, phoneNumber } = await user.pair(sandbox, { sessionId: 'deleted' });
    const gone = await user.call('DELETE', `/sessions/${sessionId}`);
    expect([gone.status, gone.body]).toEqual([200, { sessionId, message: 'Session deleted successfully' }]);
    expect((await user.call('GET', `/sessions/${sessionId}`)).status).toBe(404);
    const { devices } = await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${phoneNumber}`);
    expect(devices).toEqual([]);
    expect((await user.call('POST', '/sessions', { sessionId })).status).toBe(201);
  });
});
