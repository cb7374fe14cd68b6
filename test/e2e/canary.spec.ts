import { randomBytes } from 'node:crypto';
import { Account } from '../support/account.js';
import { Canaries, Overheard } from '../support/canaries.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), randomBytes(2_000)]);
const STRANGER = '15557654321';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/** Everything that is secret or private goes through a gateway that logs all it can. The tests follow each other. */
describe.each(['json', 'pretty'])('a gateway that logs everything, as %s', (LOG_FORMAT) => {
  const canaries = new Canaries();
  const secret = (what: string) =>
    canaries.seed(what, `canary-${what.replace(/\W/g, '-')}-${randomBytes(6).toString('hex')}`);
  const password = secret('a password');
  const text = secret('a text sent');
  const caption = secret('a caption sent');
  const email = `${randomBytes(6).toString('hex')}@canary.example.org`;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let gateway: Gateway;
  let overheard: Overheard;
  let user: Account;
  let bob: Contact;
  let closedPort: number;
  let apiKey: string;
  let phoneNumber: string;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    const closed = await Receiver.start();
    closedPort = closed.port;
    await closed.stop();
    gateway = await Gateway.start(sandbox.wsUrl, {
      ...{ LOG_LEVEL: 'debug', LOG_FORMAT, NODE_EXTRA_CA_CERTS: sandbox.caFile },
      JWT_SECRET: secret('what signs access tokens'),
      ENCRYPTION_KEY: canaries.seed('the encryption key', randomBytes(32).toString('base64')),
      WORKER_AUTH_TOKEN: secret('the token of workers'),
      METRICS_TOKEN: secret('the token for metrics'),
    });
    overheard = new Overheard(gateway);
    bob = await sandbox.contact({ name: secret('the name of a contact') });
    canaries.seed('the number of a contact', bob.phoneNumber);
    canaries.seed('a number that is not on WhatsApp', STRANGER);
  });

  afterAll(async () => {
    await gateway?.dispose();
    await receiver?.stop();
    await sandbox?.stop();
  });

  const post = <T>(path: string, body: unknown) => overheard.call<T>('POST', `/v1${path}`, { body });

  function keep(which: string, { accessToken, refreshToken }: Tokens): Tokens {
    canaries.seed(`the ${which} access token`, accessToken);
    canaries.seed(`the ${which} refresh token`, refreshToken);
    return { accessToken, refreshToken };
  }

  it('signs people in and turns others away', async () => {
    canaries.seed('an e-mail address', email);
    keep('first', (await post<Tokens>('/auth/register', { email, password })).body);
    expect((await post('/auth/register', { email, password })).status).toBe(409);
    expect((await post('/auth/login', { email, password: secret('a wrong password') })).status).toBe(401);
    expect((await post('/auth/register', { email, password: secret('a long password').repeat(3) })).status).toBe(422);
    const second = keep('second', (await post<Tokens>('/auth/login', { email, password })).body);
    const { refreshToken } = second;
    const third = keep('third', (await post<Tokens>('/auth/refresh', { refreshToken })).body);
    user = new Account(overheard, email, { authorization: `Bearer ${third.accessToken}` });
    const changed = secret('a changed password');
    const answer = await user.call('POST', '/auth/change-password', {
      currentPassword: changed,
      newPassword: password,
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const none = await overheard.call('GET', '/v1/auth/me', {
      headers: { authorization: `Bearer ${third.accessToken}x` },
    });
    expect(none.status).toBe(401);
  });

  it('pairs a phone by a QR code, and offers a code to another', async () => {
    const made = await user.post<{ apiKey: string }>('/sessions', { sessionId: 'shop' });
    apiKey = canaries.seed('the key of a session', made.apiKey);
    const { qr, qrCode } = await user.post<{ qr: string; qrCode: string }>('/sessions/shop/connect');
    canaries.seed('a QR code', qr);
    qr.split(',')
      .filter((part) => part.length > 20)
      .forEach((part, at) => canaries.seed(`part ${at} of a QR code`, part));
    canaries.seed('the picture of a QR code', qrCode.slice(-60));
    phoneNumber = canaries.seed('the number of a session', await sandbox.scan(qr));
    await user.status('shop', 'CONNECTED');
    await user.post('/sessions', { sessionId: 'byCode' });
    const phone = await sandbox.call<{ phoneNumber: string }>('POST', '/phones', {});
    canaries.seed('the number of a phone that pairs by code', phone.phoneNumber);
    const wish = { phoneNumber: `+${phone.phoneNumber}` };
    const { pairingCode } = await user.post<{ pairingCode: string }>('/sessions/byCode/pairing-code', wish);
    canaries.seed('a pairing code', pairingCode);
  });

  it('calls webhooks that work, that fail and that are not there', async () => {
    const headers = { 'x-token': secret('a header of a webhook') };
    const failing = { 'x-token': secret('a header of a webhook that fails') };
    receiver.reply = (delivery) => (delivery.headers['x-token'] === headers['x-token'] ? 200 : 500);
    const url = `${receiver.url}?token=${secret('the token in the URL of a webhook')}`;
    for (const wish of [
      { url, headers },
      { url, headers: failing },
      { url: `http://127.0.0.1:${closedPort}/${secret('a path of a webhook')}` },
    ]) {
      const { id, secret: signing } = await user.post<{ id: string; secret: string }>('/webhooks', wish);
      canaries.seed(`the secret of webhook ${id}`, signing);
      canaries.seed(`the bare secret of webhook ${id}`, signing.replace('whsec_', ''));
    }
  });

  it('sends and receives texts and files', async () => {
    const image = {
      type: 'image',
      media: { base64: JPEG.toString('base64'), filename: secret('a file name') },
      caption,
    };
    await user.post('/templates', { name: 'ready', body: `${secret('a template')} {{name}}` });
    const wishes = [
      { to: bob.jid, type: 'text', text },
      { to: `+${bob.phoneNumber}`, ...image },
      { to: bob.jid, template: 'ready', variables: { name: secret('a variable') } },
    ];
    for (const wish of wishes) {
      const { messageId } = await user.post<{ messageId: string }>('/sessions/shop/messages', wish);
      await user.messageStatus('shop', messageId, 'DELIVERED');
    }
    await user.call('POST', '/sessions/shop/messages', { to: `+${STRANGER}`, type: 'text', text });
    await user.call('GET', `/sessions/shop/numbers/${STRANGER}`);
    const heard = { to: phoneNumber, text: secret('a text received') };
    const seen = {
      to: phoneNumber,
      type: 'image',
      data: JPEG.toString('base64'),
      caption: secret('a caption received'),
    };
    for (const body of [heard, seen]) {
      const path = `/contacts/${bob.phoneNumber}/messages`;
      const { messageId } = await sandbox.call<{ messageId: string }>('POST', path, body);
      await eventually('the message at the webhook that works', () =>
        receiver.deliveries.some(({ raw }) => raw.includes(messageId)),
      );
    }
    await eventually('tries at the one that fails', () => receiver.requests.length > receiver.deliveries.length + 2);
  });

  it('tries a proxy that is not there', async () => {
    const proxy = `http://shop:${secret('the password of a proxy')}@127.0.0.1:${closedPort}`;
    await user.post('/sessions/start', { sessionId: 'behind', proxy });
    await eventually('why it can not connect', async () => {
      const { connectionMessage } = await user.get<{ connectionMessage?: string }>('/sessions/behind');
      return /proxy/i.test(connectionMessage ?? '');
    });
    await user.call('PATCH', '/sessions/behind', { proxy: proxy.replace('http:', 'ftp:') });
    expect(JSON.stringify(await user.get('/sessions/behind'))).not.toContain('canary');
  });

  it('refuses secrets where they do not belong', async () => {
    // Names of fields are told, values never.
    const stray = {
      to: password,
      type: text,
      text: { password },
      media: apiKey,
    };
    for (const path of [
      '/sessions',
      '/sessions/shop/messages',
      '/sessions/shop/send',
      '/webhooks',
      '/api-keys',
      '/templates',
      '/auth/login',
    ]) {
      expect((await user.call('POST', path, { ...stray, url: text, name: [caption], email: password })).status).toBe(
        422,
      );
      expect((await user.call('POST', path, `{"password": "${password}", "text": "${text}`)).status).toBe(400);
      expect((await user.call('POST', path, `"${password}"`)).status).toBeGreaterThanOrEqual(400);
    }
    const asIs = (path: string, headers: Record<string, string> = {}) => gateway.call('GET', path, { headers });
    expect((await asIs(`/v1/sessions/shop?apiKey=${apiKey}&password=${password}`)).status).toBe(401);
    expect((await asIs(`/v1/sessions/${apiKey}`)).status).toBe(401);
    expect((await user.call('GET', `/sessions/${phoneNumber}`)).status).toBe(404);
    expect((await asIs(`/${password}/${apiKey}`)).status).toBe(404);
    expect((await asIs('/v1/sessions', { 'x-request-id': apiKey, 'x-api-key': `${apiKey}x` })).status).toBe(401);
    expect(
      (await asIs('/v1/sessions', { authorization: `Basic ${Buffer.from(password).toString('base64')}` })).status,
    ).toBe(401);
  });

  it('has written none of it to its log, also at its end', async () => {
    await gateway.stop();
    const { lines } = gateway.program;
    expect(lines.length).toBeGreaterThan(100);
    const found = lines.flatMap((line) => canaries.foundIn(line).map((what) => [what, line]));
    expect(found).toEqual([]);
    expect(canaries.count).toBeGreaterThan(35);
  });

  it('has shown none of it in an answer that says what is wrong', () => {
    expect(overheard.problems.length).toBeGreaterThan(20);
    const found = overheard.problems.flatMap(({ asked, text: told }) => {
      const inUrl = canaries.foundIn(asked);
      return canaries
        .foundIn(told)
        .filter((what) => !inUrl.includes(what))
        .map((what) => [what, asked, told]);
    });
    expect(found).toEqual([]);
  });
});
