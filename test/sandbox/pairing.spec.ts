import { eventually, Stage, type Json } from './support.js';

describe('pairing', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('pairs the client whose QR code is scanned and answers when it has logged in', async () => {
    const client = stage.client();
    const link = await stage.api.post('/phones/15550100001/scan', { qr: await client.shownQr() });
    expect(link).toEqual({
      phoneNumber: '15550100001',
      device: 1,
      jid: '15550100001:1@s.whatsapp.net',
      linked: true,
      online: true,
    });
    await client.opened();
    const phone = await stage.api.get<Json>('/phones/15550100001');
    expect(phone.devices).toEqual([{ device: 1, online: true, platform: 'chrome', waiting: expect.any(Number) }]);
    const { id, lid } = client.auth.state.creds.me ?? {};
    expect({ id, lid }).toEqual({ id: link.jid, lid: String(phone.lid).replace('@', ':1@') });
  });

  it('learns the name of the phone and finishes the first sync', async () => {
    const { phoneNumber } = await stage.api.post<{ phoneNumber: string }>('/phones', { name: 'Ada' });
    const client = stage.client();
    await stage.api.post(`/phones/${phoneNumber}/scan`, { qr: await client.shownQr() });
    await eventually('name', () => client.auth.state.creds.me?.name === 'Ada' || undefined);
    await eventually('app state key', () => client.auth.state.creds.myAppStateKeyId);
    await eventually('sync', () => (client.auth.state.creds.accountSyncCounter ?? 0) > 0 || undefined);
  });

  it('pairs a fresh phone with the raw text of a QR code', async () => {
    const client = stage.client();
    const response = await fetch(`${stage.sandbox.url}/admin/mock-phone/scan-qr`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: await client.shownQr(),
    });
    expect(response.status).toBe(200);
    const link = (await response.json()) as Json;
    await client.opened();
    expect(client.auth.state.creds.me?.id).toBe(link.jid);
  });

  it('gives 422 for a QR code that nobody shows and keeps no phone for it', async () => {
    const numbers = async () => {
      const { phones } = await stage.api.get<{ phones: Json[] }>('/phones');
      return phones.map((phone) => phone.phoneNumber);
    };
    const before = await numbers();
    const response = await fetch(`${stage.sandbox.url}/admin/mock-phone/scan-qr`, {
      method: 'POST',
      body: '2@x,a,b,c',
    });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await numbers()).toEqual(before);
  });

  it('pairs by code, after refusing a wrong one', async () => {
    const client = stage.client();
    await client.shownQr();
    const code = await client.socket.requestPairingCode('15550100002');
    const type = (typed: string) => stage.api.post('/phones/15550100002/pairing-code', { code: typed });
    await eventually('code request', async () => {
      const { entries } = await stage.api.get<{ entries: Json[] }>('/log?phone=15550100002');
      return entries.find((entry) => entry.event === 'pairing-code-requested');
    });
    await expect(type('WRONG123')).rejects.toThrow('422');
    expect(await type(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`)).toMatchObject({ device: 1, linked: true });
    await client.opened();
  });

  it('gives 422 for a code when no client asked for one', async () => {
    await expect(stage.api.post('/phones/15550100003/pairing-code', { code: 'ABCD1234' })).rejects.toThrow('422');
  });

  it('links several devices to one phone', async () => {
    const first = await stage.paired();
    const second = stage.client();
    await stage.api.post(`/phones/${first.phoneNumber}/scan`, { qr: await second.shownQr() });
    await second.opened();
    expect(second.auth.state.creds.me?.id).toBe(`${first.phoneNumber}:2@s.whatsapp.net`);
    expect(first.closeCode).toBeUndefined();
  });
});
