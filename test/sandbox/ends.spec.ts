import { createServer } from 'node:net';
import { Client, eventually, Stage, type Json } from './support.js';

describe('the end of a connection', () => {
  let stage: Stage;
  let client: Client;
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
  });
  afterAll(() => stage.close());

  async function reconnected(): Promise<void> {
    client.reconnect();
    await client.opened();
  }

  it.each([
    ['a TCP cut', { kind: 'drop' }, 428],
    ['a closed WebSocket', { kind: 'close' }, 428],
    ['the end of the stream', { kind: 'xmlstreamend' }, 428],
    ['stream error 515', { kind: 'stream-error', code: 515 }, 515],
    ['stream error 503', { kind: 'stream-error', code: 503 }, 503],
    ['a stream error without code', { kind: 'stream-error' }, 500],
    ['a conflict', { kind: 'conflict' }, 440],
    ['a removed device', { kind: 'device-removed' }, 401],
  ])('%s: the client is told so and may log in again', async (_, fault, code) => {
    const codes: number[] = [];
    client.socket.ev.on('connection.update', ({ connection, lastDisconnect }) => {
      const error = lastDisconnect?.error as { output?: { statusCode: number } } | undefined;
      if (connection === 'close') codes.push(error?.output?.statusCode ?? 0);
    });
    expect(await stage.api.fault(client, fault)).toEqual({ kind: fault.kind, applied: 1, armed: 0 });
    await eventually('close', () => (codes.length > 0 ? codes : undefined));
    expect(codes).toEqual([code]);
    if (code !== 515) client.reconnect();
    await client.opened();
  });

  it.each([401, 403, 405, 411, 503])('a login refused with %i closes with this code', async (reason) => {
    client.stop();
    await client.closed();
    await stage.api.fault(client, { kind: 'login-failure', reason });
    client.reconnect();
    expect(await client.closed()).toBe(reason);
    await reconnected();
  });

  it('a refusal for everybody reaches unpaired clients', async () => {
    await stage.api.post('/faults', { kind: 'login-failure', reason: 405 });
    expect(await stage.client().closed()).toBe(405);
  });

  it('a second login of the same device ends the first with 440', async () => {
    const second = stage.client(client.auth.copy());
    expect(await client.closed()).toBe(440);
    await second.opened();
    expect(await stage.api.logged(client.phoneNumber, 'replaced')).toHaveLength(1);
    second.stop();
    await reconnected();
  });

  it('a destroyed upgrade gives 408', async () => {
    client.stop();
    await stage.api.fault(client, { kind: 'refuse-upgrade' });
    client.reconnect();
    expect(await client.closed()).toBe(408);
    await reconnected();
  });

  it('an HTTP status in place of the upgrade leaves the client without any event', async () => {
    await stage.api.post('/faults', { kind: 'http-status', status: 503 });
    const hanging = stage.client();
    await eventually('refusal', async () => {
      const { entries } = await stage.api.get<{ entries: Json[] }>('/log');
      return entries.find(({ event, detail }) => event === 'upgrade-refused' && detail === '503');
    });
    const next = stage.client();
    await next.shownQr();
    expect([hanging.closeCode, hanging.qr]).toEqual([undefined, undefined]);
  });

  it('a port that never answers gives 408', async () => {
    const deaf = createServer().listen(0, '127.0.0.1');
    await eventually('port', () => deaf.address() ?? undefined);
    const { port } = deaf.address() as { port: number };
    const lost = Client.start(`ws://127.0.0.1:${port}/ws/chat`, undefined, { connectTimeoutMs: 200 });
    expect(await lost.closed()).toBe(408);
    deaf.close();
  });

  it('silence gives 408 after the keep-alive interval and 5 s', async () => {
    const impatient = await stage.paired({ keepAliveIntervalMs: 500 });
    await stage.api.fault(impatient, { kind: 'silence' });
    expect(await impatient.closed()).toBe(408);
  });

  it('a short silence costs nothing but time', async () => {
    const patient = await stage.paired();
    const contact = await stage.contact();
    await stage.api.fault(patient, { kind: 'silence', seconds: 0.5 });
    const id = await patient.send(contact.jid, 'into the silence');
    await patient.status(id, 3);
    await stage.api.fault(patient, { kind: 'silence' });
    const sending = patient.send(contact.jid, 'until it is cleared');
    await stage.api.delete(`/phones/${patient.phoneNumber}/faults`);
    await patient.status(await sending, 3);
  });

  it('logging out on the phone gives 401, then and at every later login', async () => {
    const doomed = await stage.paired();
    await stage.api.post(`/phones/${doomed.phoneNumber}/devices/1/logout`);
    expect(await doomed.closed()).toBe(401);
    doomed.reconnect();
    expect(await doomed.closed()).toBe(401);
    expect((await stage.api.get(`/phones/${doomed.phoneNumber}`)).devices).toEqual([]);
  });

  it('a client that logs out is no device of the phone any more', async () => {
    const leaving = await stage.paired();
    await leaving.socket.logout();
    expect(await leaving.closed()).toBe(401);
    await eventually('unlinked', async () => {
      const { devices } = await stage.api.get<{ devices: unknown[] }>(`/phones/${leaving.phoneNumber}`);
      return devices.length === 0 || undefined;
    });
  });

  it('a deleted phone logs its devices out', async () => {
    const orphan = await stage.paired();
    await stage.api.delete(`/phones/${orphan.phoneNumber}`);
    expect(await orphan.closed()).toBe(401);
    orphan.reconnect();
    expect(await orphan.closed()).toBe(401);
  });

  it('references that nobody scans run out with 408', async () => {
    const unscanned = stage.client(undefined, { qrTimeout: 50 });
    expect(await unscanned.closed()).toBe(408);
  });
});
