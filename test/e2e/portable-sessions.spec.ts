import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Contact, Sandbox } from '../support/sandbox.js';
import { exported, imported, PASSPHRASE } from '../support/session-file.js';

const LIMIT_MS = 60_000;

/** Two installations that know nothing of each other, and the same WhatsApp. One story, told in order. */
describe('a session that moves to another installation', () => {
  let sandbox: Sandbox;
  let [here, there]: [Gateway, Gateway] = [undefined!, undefined!];
  let [ann, anna]: [Account, Account] = [undefined!, undefined!];
  let shop: PairedSession;
  let bob: Contact;
  let first: Buffer;
  let second: Buffer;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    const env = { LIMIT_SESSION_OPERATIONS: '0', NODE_EXTRA_CA_CERTS: sandbox.caFile };
    here = await Gateway.start(sandbox.wsUrl, env);
    there = await Gateway.start(sandbox.wsUrl, env);
    ann = await here.register();
    anna = await there.register();
    shop = await ann.pair(sandbox, { sessionId: 'shop', name: 'The shop', pacing: { burst: 7 } });
    bob = await sandbox.contact({ name: 'Bob' });
  });

  afterAll(async () => {
    await here?.dispose();
    await there?.dispose();
    await sandbox?.stop();
  });

  const texts = async (user: Account) => {
    const { messages } = await user.get<{ messages: { direction: string; text: string }[] }>(
      '/sessions/shop/messages?limit=100',
    );
    return messages
      .filter(({ direction }) => direction === 'inbound')
      .map(({ text }) => text)
      .reverse();
  };
  const heard = (user: Account, text: string) =>
    eventually(`"${text}"`, async () => (await texts(user)).includes(text), LIMIT_MS);
  const fingerprint = async (user: Account) =>
    (await user.get<{ fingerprint: string }>('/installation/key')).fingerprint;
  const say = (text: string) => sandbox.say(bob.phoneNumber, shop.phoneNumber, text);
  const devices = async () =>
    (await sandbox.call<{ devices: unknown[] }>('GET', `/phones/${shop.phoneNumber}`)).devices.length;
  const logins = async () => {
    const { entries } = await sandbox.call<{ entries: { event: string; phoneNumber?: string }[] }>('GET', '/log');
    return entries.filter((entry) => entry.phoneNumber === shop.phoneNumber);
  };

  async function converse(user: Account, name: string): Promise<void> {
    await say(`${name}: hello`);
    await heard(user, `${name}: hello`);
    const messageId = await user.send('shop', bob.jid, `${name}: hi Bob`);
    await user.messageStatus('shop', messageId, 'DELIVERED', LIMIT_MS);
    expect((await sandbox.seen(messageId)).decryptError).toBeUndefined();
  }

  it('is not exported with a short passphrase, or while messages wait', async () => {
    await converse(ann, 'before');
    const short = await exported(here, ann, 'shop', { passphrase: 'too short' });
    expect([short.status, JSON.parse(short.file.toString())]).toMatchObject([
      422,
      { errors: [{ pointer: '/passphrase' }] },
    ]);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const { messageId } = await ann.post<{ messageId: string }>('/sessions/shop/messages', {
      ...{ to: bob.jid, type: 'text', text: 'tomorrow', sendAt: tomorrow },
    });
    const refused = await exported(here, ann, 'shop');
    expect([refused.status, JSON.parse(refused.file.toString())]).toMatchObject([409, { code: 'MESSAGES_QUEUED' }]);
    await ann.status('shop', 'CONNECTED');
    await ann.call('DELETE', `/sessions/shop/messages/${messageId}`);
  });

  it('is one file, which shows nothing of what is in it', async () => {
    const { status, headers, file } = await exported(here, ann, 'shop', {
      ...{ passphrase: PASSPHRASE, recipient: await fingerprint(anna) },
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toBe('attachment; filename="shop.wagate"');
    expect([shop.phoneNumber, 'The shop', bob.phoneNumber].filter((word) => file.includes(word))).toEqual([]);
    expect((await exported(here, ann, 'shop', null)).file.equals(file)).toBe(true);
    first = file;
  });

  it('can not connect, send or log out where it was', async () => {
    expect(await sandbox.isOnline(shop.phoneNumber)).toBe(false);
    expect(await ann.status('shop', 'DISCONNECTED')).toMatchObject({ reason: 'EXPORTED' });
    const send = ['messages', { to: bob.jid, type: 'text', text: 'no' }] as const;
    for (const [path, body] of [
      ['connect', {}],
      ['restart', {}],
      ['logout', {}],
      ['stop', {}],
      ['export', { passphrase: PASSPHRASE }],
      send,
    ] as const) {
      const answer = await ann.call('POST', `/sessions/shop/${path}`, body);
      expect([path, answer.status, answer.body['code']]).toEqual([path, 409, 'SESSION_EXPORTED']);
    }
    await here.kill();
    await here.up();
    expect(await ann.status('shop', 'DISCONNECTED')).toMatchObject({ reason: 'EXPORTED' });
  });

  it('is refused with a wrong passphrase, another byte, from somebody unknown, and where it is not meant for', async () => {
    const changed = Buffer.from(first);
    changed[first.length - 100]! ^= 1;
    const own = await fingerprint(anna);
    const cases: [string, number, string, Gateway, Account, Buffer, Record<string, string>][] = [
      ['passphrase', 422, 'PASSPHRASE_WRONG', there, anna, first, { passphrase: 'not the passphrase' }],
      ['changed', 422, 'SESSION_FILE_DAMAGED', there, anna, changed, {}],
      ['cut', 422, 'SESSION_FILE_DAMAGED', there, anna, first.subarray(0, -1), {}],
      ['unknown', 422, 'SESSION_FILE_REFUSED', there, anna, first, { exporter: own }],
      ['elsewhere', 422, 'SESSION_FILE_REFUSED', here, ann, first, {}],
      ['field', 422, 'VALIDATION_FAILED', there, anna, first, { colour: 'red' }],
    ];
    for (const [name, status, code, gateway, user, file, fields] of cases) {
      const answer = await imported(gateway, user, file, fields);
      expect([name, answer.status, answer.body['code']]).toEqual([name, status, code]);
    }
    const bound = anna.withKey((await anna.post<{ apiKey: string }>('/sessions', { sessionId: 'other' })).apiKey);
    expect((await imported(there, bound, first)).status).toBe(403);
    await anna.call('DELETE', '/sessions/other');
  });

  it('connects there without a code, and goes on where it was: nothing is lost or doubled', async () => {
    await say('while it was away');
    const { status, body } = await imported(there, anna, first, { exporter: await fingerprint(ann) });
    expect([status, body]).toMatchObject([
      201,
      { sessionId: 'shop', name: 'The shop', apiKey: expect.stringMatching(/^wag_/) },
    ]);
    await anna.status('shop', 'CONNECTED', LIMIT_MS);
    await heard(anna, 'while it was away');
    await converse(anna, 'there');
    expect(await texts(anna)).toEqual(['while it was away', 'there: hello']);
    expect(await texts(ann)).toEqual(['before: hello']);
    expect(await anna.get('/sessions/shop')).toMatchObject({
      phoneNumber: `+${shop.phoneNumber}`,
      pacing: { burst: 7 },
    });
    const seen = await sandbox.messages({ from: shop.phoneNumber });
    expect(seen.map(({ text }) => text).sort()).toEqual(['before: hi Bob', 'there: hi Bob']);
    expect(seen.every(({ decryptFailures }) => decryptFailures === 0)).toBe(true);
    expect([await devices(), (await logins()).filter(({ event }) => event === 'replaced')]).toEqual([1, []]);
  });

  it('stays linked when it is deleted where it was', async () => {
    await ann.call('DELETE', '/sessions/shop');
    expect((await ann.call('GET', '/sessions/shop')).status).toBe(404);
    expect([await devices(), await sandbox.isOnline(shop.phoneNumber)]).toEqual([1, true]);
    await converse(anna, 'after');
  });

  it('does not come in twice', async () => {
    const twin = await imported(there, anna, first, { sessionId: 'twin' });
    expect([twin.status, twin.body['code']]).toEqual([409, 'SESSION_FILE_USED']);
  });

  it('comes back, and then older files are refused, also where the session was deleted', async () => {
    second = (await exported(there, anna, 'shop')).file;
    const back = await imported(here, ann, second);
    expect([back.status, back.body['sessionId']]).toEqual([201, 'shop']);
    await ann.status('shop', 'CONNECTED', LIMIT_MS);
    await converse(ann, 'back');
    await anna.call('DELETE', '/sessions/shop');
    for (const [name, gateway, user, file] of [
      ['second, again', here, ann, second],
      ['first, where it was and is deleted', there, anna, first],
    ] as const) {
      const answer = await imported(gateway, user, file, { sessionId: 'twin' });
      expect([name, answer.status, answer.body['code']]).toEqual([name, 409, 'SESSION_FILE_USED']);
    }
  });

  it('ends what still waits to be sent when it is forced, and returns to where it left with all that it had', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const { messageId } = await ann.post<{ messageId: string }>('/sessions/shop/messages', {
      ...{ to: bob.jid, type: 'text', text: 'tomorrow', sendAt: tomorrow },
    });
    const { file } = await exported(here, ann, 'shop', { passphrase: PASSPHRASE, force: true });
    expect(await ann.messageStatus('shop', messageId, 'FAILED')).toMatchObject({ failure: 'session exported' });
    const again = await imported(here, ann, file);
    expect([again.status, again.body]).toMatchObject([201, { sessionId: 'shop' }]);
    expect(again.body).not.toHaveProperty('apiKey');
    await ann.status('shop', 'CONNECTED', LIMIT_MS);
    await converse(ann, 'again');
    expect(await texts(ann)).toEqual(['back: hello', 'again: hello']);
    const twice = await imported(here, ann, file);
    expect([twice.status, twice.body['code']]).toEqual([409, 'SESSION_FILE_USED']);
  });

  it('is noted by both, without a word of what is in the file', async () => {
    const log = async (user: Account, action: string) =>
      (await user.get<{ entries: { target: string; details: object }[] }>(`/admin/logs?action=${action}`)).entries;
    expect((await log(ann, 'session.exported')).map(({ target }) => target)).toEqual(['session/shop', 'session/shop']);
    expect((await log(anna, 'session.imported'))[0]).toMatchObject({ details: { exporter: await fingerprint(ann) } });
    expect([...here.program.lines, ...there.program.lines].filter((line) => line.includes(PASSPHRASE))).toEqual([]);
  });
});
