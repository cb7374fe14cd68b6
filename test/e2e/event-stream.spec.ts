import { once } from 'node:events';
import { connect } from 'node:net';
import type { Account, PairedSession } from '../support/account.js';
import { EventReader } from '../support/event-reader.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

describe('the event stream', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let user: Account;
  let shop: PairedSession;
  let ann: Contact;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    gateway = await Gateway.start(sandbox.wsUrl);
    user = await gateway.register();
    shop = await user.pair(sandbox, { sessionId: 'shop' });
    ann = await sandbox.contact({ name: 'Ann' });
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
  });

  function say(text: string): Promise<string> {
    return sandbox.say(ann.phoneNumber, shop.phoneNumber, text);
  }

  it('tells what happens from now on, as the log has it', async () => {
    await say('earlier');
    await eventually('it in the log', async () =>
      JSON.stringify(await user.get('/events?limit=500')).includes('earlier'),
    );
    const reader = await EventReader.of(user, gateway.url);
    expect(reader.response.headers.get('content-type')).toContain('text/event-stream');
    await say('now');
    const { data } = await reader.event({ text: 'now' });
    const { events } = await user.get<{ events: unknown[] }>('/events?types=message.received&limit=500');
    expect(events).toContainEqual(data);
    expect(reader.events.map((event) => event.data['text'])).not.toContain('earlier');
    await reader.close();
  });

  it.each(['', '&sessionId=shop'])('can be read from its end, page by page (%s)', async (query) => {
    const text = `the last word ${query}`;
    await say(text);
    await eventually('it in the log', async () => JSON.stringify(await user.get('/events?limit=500')).includes(text));
    interface Page {
      events: { id: string }[];
      pagination: { nextCursor: string };
    }
    const all = await user.get<Page>(`/events?limit=500${query}`);
    const newest = await user.get<Page>(`/events?order=desc&limit=3${query}`);
    const older = await user.get<Page>(`/events?order=desc&limit=500&after=${newest.pagination.nextCursor}${query}`);
    expect(newest.events).toHaveLength(3);
    expect([...newest.events, ...older.events].reverse()).toEqual(all.events);
  });

  it.each(['', '?sessionId=shop'])('goes on after the Last-Event-ID without a gap (%s)', async (query) => {
    const first = await EventReader.of(user, gateway.url, query);
    await say('one');
    const { lastEventId } = await first.event({ text: 'one' });
    await first.close();
    await say('two');
    await say('three');
    const second = await EventReader.of(user, gateway.url, query, lastEventId);
    await second.event({ text: 'three' });
    expect(second.events.map(({ data }) => data['text'])).toEqual(['two', 'three']);
    await second.close();
    const { events } = await user.get<{ events: { data: { text: string } }[] }>(
      `/events?after=${lastEventId}${query.replace('?', '&')}`,
    );
    expect(events.map(({ data }) => data.text)).toEqual(['two', 'three']);
  });

  it('tells only the types that are wanted, and can start at the beginning', async () => {
    const reader = await EventReader.of(user, gateway.url, '?types=session.paired,session.status&after=0');
    await reader.event({ type: 'session.paired' });
    await say('not wanted');
    await user.post('/sessions/shop/restart');
    await reader.event({ type: 'session.status', status: 'CONNECTED' });
    expect(new Set(reader.events.map(({ data }) => data['type']))).toEqual(
      new Set(['session.paired', 'session.status']),
    );
    await reader.close();
    await user.status('shop', 'CONNECTED');
  });

  it('shows nothing of other users, nor to keys of another session', async () => {
    const stranger = await gateway.register();
    const elsewhere = await EventReader.of(stranger, gateway.url, '?after=0');
    expect((await EventReader.of(stranger, gateway.url, '?sessionId=shop')).response.status).toBe(404);
    const nobody = await EventReader.open(`${gateway.url}/api/v1/events/stream`, {});
    expect(nobody.response.status).toBe(401);
    const own = await EventReader.of(user.withKey(shop.apiKey), gateway.url, '?after=0');
    await own.event({ sessionId: 'shop' });
    expect(elsewhere.events).toEqual([]);
    await own.close();
    await elsewhere.close();
  });

  it('ends within seconds when its credential does, and tells nothing more', async () => {
    const { key, id } = await user.post<{ key: string; id: string }>('/api-keys', { name: 'to be revoked' });
    const narrowed = await user.post<{ key: string; id: string }>('/api-keys', { name: 'to be narrowed' });
    const guest = await gateway.register('guest@example.org');
    const revoked = await EventReader.of(user.withKey(key), gateway.url);
    const tooNarrow = await EventReader.of(user.withKey(narrowed.key), gateway.url);
    const signedOut = await EventReader.of(guest, gateway.url);
    const stays = await EventReader.of(user, gateway.url);
    await user.call('DELETE', `/api-keys/${id}`);
    await user.call('PATCH', `/api-keys/${narrowed.id}`, { scopes: ['messages:send'] });
    await guest.post('/auth/password', { currentPassword: 'correct horse battery', newPassword: 'a new password' });
    for (const reader of [revoked, tooNarrow, signedOut]) await eventually('the end', () => reader.ended);
    await say('after the end');
    await stays.event({ text: 'after the end' });
    expect(JSON.stringify(revoked.events)).not.toContain('after the end');
    await stays.close();
  });

  it('does not wait for a reader that takes nothing', async () => {
    const { hostname, port } = new URL(gateway.url);
    const slow = connect({ host: hostname, port: Number(port) });
    await once(slow, 'connect');
    const headers = Object.entries(user.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    slow.write(`GET /api/v1/events/stream?after=0 HTTP/1.1\r\nhost: x\r\n${headers.join('')}\r\n`);
    slow.pause();
    const reader = await EventReader.of(user, gateway.url);
    await say('for the others');
    await reader.event({ text: 'for the others' });
    await reader.close();
    slow.destroy();
  });

  it('ends when the gateway stops, in time', async () => {
    const reader = await EventReader.of(user, gateway.url);
    const startedAt = Date.now();
    expect(await gateway.stop()).toMatchObject({ code: 0 });
    await eventually('the end', () => reader.ended);
    expect(Date.now() - startedAt).toBeLessThan(9_500);
    await gateway.up();
  });
});
