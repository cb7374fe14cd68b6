import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Program } from '../support/program.js';
import { type Delivery, Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

const newKey = () => randomBytes(32).toString('base64');
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface EncryptionState {
  keyId: string;
  previousKeyIds: string[];
  complete: boolean;
  kinds: { kind: string; sealed: number; remaining: number; unreadable: number }[];
}

describe('the encryption key', () => {
  const [first, second] = [newKey(), newKey()];
  let sandbox: Sandbox;
  let receiver: Receiver;
  let gateway: Gateway;
  let user: Account;
  let session: PairedSession;
  let ann: Contact;
  let secret: string;
  let publicKey: unknown;
  let mediaId: string;
  let installation: unknown;
  let firstId: string;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl, { ENCRYPTION_KEY: first, NODE_EXTRA_CA_CERTS: sandbox.caFile });
    user = await gateway.register();
    session = await user.pair(sandbox, { sessionId: 'shop' });
    ann = await sandbox.contact({ name: 'Ann' });
    const wish = { url: receiver.url, headers: { 'X-Token': 'of the receiver' }, extraSignatures: ['v1a'] };
    const webhook = await user.post<{ id: string; secret: string }>('/webhooks', wish);
    ({ secret } = webhook);
    ({ publicKey } = await user.get<{ publicKey: unknown }>(`/webhooks/${webhook.id}`));
    mediaId = await upload();
    installation = await user.get('/installation/key');
    firstId = (await state()).keyId;
  });

  afterAll(async () => {
    await gateway?.dispose();
    await receiver?.stop();
    await sandbox?.stop();
  });

  const state = () => user.get<EncryptionState>('/admin/encryption');

  async function upload(): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([PICTURE], { type: 'image/png' }), 'dot.png');
    const { headers } = user;
    const answer = await fetch(`${gateway.url}/api/v1/media`, { method: 'POST', headers, body: form });
    return ((await answer.json()) as { mediaId: string }).mediaId;
  }

  async function restart(env: Record<string, string>): Promise<void> {
    await gateway.stop();
    await gateway.up({ NODE_EXTRA_CA_CERTS: sandbox.caFile, ...env });
  }

  /**
   * The session is back without a code, sends and receives; its webhook is signed as before; its key and its file are good; other
   * installations know this one.
   */
  async function everythingWorks(text: string): Promise<void> {
    await user.status('shop', 'CONNECTED', 30_000);
    const id = await user.withKey(session.apiKey).post<{ messageId: string }>('/sessions/shop/messages', {
      ...{ to: ann.jid, type: 'text', text },
    });
    await user.messageStatus('shop', id.messageId, 'DELIVERED', 30_000);
    await sandbox.say(ann.phoneNumber, session.phoneNumber, `${text}, back`);
    const delivery = await receiver.delivery({ type: 'message.received', text: `${text}, back` }, 30_000);
    expect(() => new Webhook(secret).verify(delivery.raw, signatures(delivery))).not.toThrow();
    expect(delivery.headers['x-token']).toBe('of the receiver');
    const { webhooks } = await user.get<{ webhooks: { publicKey: unknown }[] }>('/webhooks');
    expect(webhooks[0]?.publicKey).toEqual(publicKey);
    const file = await fetch(`${gateway.url}/api/v1/media/${mediaId}`, { headers: user.headers });
    expect(Buffer.from(await file.arrayBuffer()).equals(PICTURE)).toBe(true);
    expect(await user.get('/installation/key')).toEqual(installation);
  }

  const signatures = ({ headers }: Delivery) => ({
    ...{ 'webhook-id': String(headers['webhook-id']), 'webhook-timestamp': String(headers['webhook-timestamp']) },
    'webhook-signature': String(headers['webhook-signature']),
  });

  /** A start that fails, with what it said. */
  async function refused(env: Record<string, string>): Promise<string> {
    await gateway.stop();
    const program = Program.run('dist/main.js', {
      env: { PORT: '0', HOST: '127.0.0.1', DATA_DIR: gateway.dataDir, WHATSAPP_WS_URL: sandbox.wsUrl, ...env },
    });
    expect((await program.exited).code).toBe(1);
    return program.lines.join('\n');
  }

  it('seals everything, and tells administrators its name', async () => {
    const { keyId, previousKeyIds, kinds } = await state();
    expect([keyId, previousKeyIds]).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/), []]);
    expect(Object.fromEntries(kinds.map(({ kind, sealed }) => [kind, sealed > 0]))).toMatchObject({
      ...{ media: true, webhooks: true, accounts: true, lastingSecrets: true },
    });
  });

  it('can be changed: what the one before sealed is read, and sealed anew', async () => {
    await restart({ ENCRYPTION_KEY: second, ENCRYPTION_KEYS_PREVIOUS: first });
    await everythingWorks('with both keys');
    const done = await eventually(
      'all to be sealed anew',
      async () => {
        const now = await state();
        return now.complete && now;
      },
      60_000,
    );
    expect(done.previousKeyIds).toEqual([firstId]);
    expect(done.kinds.map(({ remaining, unreadable }) => [remaining, unreadable])).toEqual(
      done.kinds.map(() => [0, 0]),
    );
  });

  it('that was changed is not needed any more', async () => {
    await restart({ ENCRYPTION_KEY: second });
    await everythingWorks('with the new key alone');
    expect(await state()).toMatchObject({ complete: true, previousKeyIds: [] });
  });

  it('that is missing stops the start, by its name and without showing a key', async () => {
    const { keyId } = await state();
    const said = await refused({ ENCRYPTION_KEY: first });
    expect(said).toContain(`the encryption key ${keyId} is missing`);
    for (const key of [first, second]) expect(said).not.toContain(key);
    await gateway.up({ NODE_EXTRA_CA_CERTS: sandbox.caFile, ENCRYPTION_KEY: second });
    await user.status('shop', 'CONNECTED', 30_000);
  });
});
