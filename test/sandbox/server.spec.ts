import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { eventually, Stage, type Json } from './support.js';

describe('the sandbox as a server', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('keeps pairings, sessions and queues in its state file across restarts', async () => {
    const stateFile = join(dir, 'state.json');
    const before = await Stage.open({ stateFile });
    const client = await before.paired();
    const contact = await before.contact({ name: 'Grace' });
    const id = await client.send(contact.jid, 'before the restart');
    await client.status(id, 3);
    await before.api.post(`/contacts/${contact.phoneNumber}/messages`, { to: client.phoneNumber, text: 'you too' });
    await client.received('you too');
    await before.close();
    const after = await Stage.open({ stateFile });
    await after.api.post(`/contacts/${contact.phoneNumber}/messages`, { to: client.phoneNumber, text: 'welcome back' });
    const again = after.client(client.auth);
    await again.received('welcome back');
    const next = await again.send(contact.jid, 'after the restart');
    await again.status(next, 3);
    expect(again.texts(next)).toEqual(['after the restart']);
    expect(await after.api.message({ id: next })).toMatchObject({ text: 'after the restart', attempts: 1 });
    expect(await after.api.message({ id })).toMatchObject({ text: 'before the restart' });
    await after.close();
  });

  it('serves https and wss with a certificate of its own CA, which it keeps', async () => {
    const stage = await Stage.open({ tls: true, caDir: join(dir, 'ca') });
    const { sandbox } = stage;
    expect(sandbox.wsUrl).toMatch(/^wss:/);
    const ca = readFileSync(sandbox.caFile ?? '');
    const open = (options: object) =>
      new Promise((resolve) => {
        const socket = new WebSocket(sandbox.wsUrl, options);
        socket.once('open', () => (socket.terminate(), resolve('open')));
        socket.once('error', (error) => resolve(error.message));
      });
    expect(await open({})).toMatch(/certificate/);
    expect(await open({ ca })).toBe('open');
    expect(await open({ ca, servername: 'mmg.whatsapp.net' })).toBe('open');
    const client = stage.client(undefined, { agent: new Agent({ ca }) });
    expect(await client.shownQr()).toContain(',');
    await stage.close();
    const again = await Stage.open({ tls: true, caDir: join(dir, 'ca') });
    expect(readFileSync(again.sandbox.caFile ?? '')).toEqual(ca);
    await again.close();
  });

  it('forgets everything when asked', async () => {
    const stage = await Stage.open();
    const client = await stage.paired();
    await stage.api.post('/reset');
    expect(await client.closed()).toBe(428);
    expect(await stage.api.get('/phones')).toEqual({ phones: [] });
    expect(await stage.api.get('/messages')).toEqual({ messages: [] });
    client.reconnect();
    expect(await client.closed()).toBe(401);
    await stage.close();
  });

  it('lists connections with what they are', async () => {
    const stage = await Stage.open();
    const client = await stage.paired();
    await stage.client().shownQr();
    const { connections } = await stage.api.get<{ connections: Json[] }>('/connections');
    expect(connections).toEqual([
      expect.objectContaining({ phoneNumber: client.phoneNumber, device: 1, paired: true, ready: true }),
      expect.objectContaining({ paired: false, ready: false }),
    ]);
    await stage.close();
  });

  it('drops what does not speak the protocol and serves on', async () => {
    const stage = await Stage.open();
    for (const garbage of ['GET / HTTP/1.1', Buffer.from('57410603000002ffff', 'hex')]) {
      const socket = new WebSocket(stage.sandbox.wsUrl);
      socket.once('open', () => socket.send(garbage));
      await eventually('close', () => socket.readyState === WebSocket.CLOSED || undefined);
    }
    expect(await stage.api.get('/health')).toEqual({ status: 'ok' });
    await stage.close();
  });

  it('describes every route it has', async () => {
    const stage = await Stage.open();
    const document = await stage.api.get<{ paths: Record<string, Json> }>('/openapi.json');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/phones/{phoneNumber}/scan', '/contacts', '/messages', '/faults', '/log', '/reset']),
    );
    const page = await (await fetch(stage.sandbox.docsUrl)).text();
    for (const path of Object.keys(document.paths)) expect(page).toContain(path);
    await stage.close();
  });

  it.each([
    ['GET', '/nowhere', '', 404],
    ['PUT', '/contacts', '', 405],
    ['POST', '/contacts', '{', 400],
    ['POST', '/contacts', '{"phoneNumber":"abc"}', 400],
    ['POST', '/contacts', '{"phonenumber":"15550000001"}', 400],
    ['GET', '/contacts/15550000001', '', 404],
    ['POST', '/contacts/15550000001/messages', '{"to":"15550000002","text":"x"}', 404],
    ['GET', '/messages?limit=0', '', 400],
  ])('answers %s %s %s with a problem of status %i', async (method, path, body, status) => {
    const stage = await Stage.open();
    const response = await fetch(stage.sandbox.url + path, { method, ...(body && { body }) });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    expect(response.status).toBe(status);
    await stage.close();
  });

  it('gives 409 for a number that is taken', async () => {
    const stage = await Stage.open();
    await stage.contact({ phoneNumber: '+15550000009' });
    await expect(stage.contact({ phoneNumber: '15550000009' })).rejects.toThrow('409');
    await expect(stage.api.post('/phones', { phoneNumber: '15550000009' })).rejects.toThrow('409');
    await stage.close();
  });
});
