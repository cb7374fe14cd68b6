import { createHash, randomBytes } from 'node:crypto';
import type { Account, MessageView, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Gateway } from '../support/gateway.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), randomBytes(60_000)]);
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)]);
const MP4 = Buffer.concat([Buffer.from('000000186674797069736f6d0000020069736f6d', 'hex'), randomBytes(50_000)]);
const OGG = Buffer.concat([
  Buffer.from('4f67675300020000000000000000000000000000000000000000011e', 'hex'),
  Buffer.from('OpusHead'),
  randomBytes(5_000),
]);

const PUBLIC_URL = 'https://wagate.example.org';

interface MediaMessage extends MessageView {
  caption?: string;
  media: { mediaId: string; url: string; mimetype: string; filename?: string; sizeBytes?: number };
}

describe('files that contacts send', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop('classic', { PUBLIC_URL });
    ({ sandbox, gateway, receiver, user, shop, bob } = stage);
  });

  afterAll(() => stage?.close());

  async function say(body: Record<string, unknown>): Promise<string> {
    const path = `/contacts/${bob.phoneNumber}/messages`;
    return (await sandbox.call<{ messageId: string }>('POST', path, { to: shop.phoneNumber, ...body })).messageId;
  }

  const view = (messageId: string) => user.message('shop', messageId) as Promise<MediaMessage>;

  function load(url: string, headers: Record<string, string> = user.headers): Promise<Response> {
    return fetch(gateway.url + url, { headers });
  }

  it.each([
    ['image', JPEG, 'image/jpeg', { caption: 'look', width: 640, height: 480 }],
    ['document', PDF, 'application/pdf', { caption: 'pay', filename: 'Bill.pdf', mimetype: 'application/pdf' }],
    ['voice', OGG, 'audio/ogg', { seconds: 3 }],
    ['videoNote', MP4, 'video/mp4', { seconds: 5, width: 240, height: 240 }],
  ])('as %s are told at once and can be read soon', async (type, data, mimetype, said) => {
    const messageId = await say({ type, data: data.toString('base64'), ...said });
    const { body } = await receiver.delivery({ event: 'message_received', messageId });
    // What the receiver has to load the file: the link, and the key of its session.
    const link = new URL(String(body['mediaUrl']));
    expect(link.origin).toBe(PUBLIC_URL);
    const answer = await load(link.pathname, { 'x-api-key': shop.apiKey });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mimetype]);
    expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(data));
    const { mimetype: _told, caption, ...told } = said as Record<string, unknown>;
    expect(await view(messageId)).toMatchObject({
      type,
      media: { sizeBytes: data.length, ...told },
      ...(caption !== undefined && { caption }),
    });
  });

  it('are for those only who may read the session', async () => {
    const messageId = await say({ type: 'image', data: JPEG.toString('base64') });
    await receiver.delivery({ event: 'message_received', messageId });
    const { media } = await view(messageId);
    const stranger = await gateway.register();
    expect((await load(media.url, stranger.headers)).status).toBe(404);
    expect((await load(media.url)).status).toBe(200);
  });

  it('that WhatsApp has no longer are asked for from the phone', async () => {
    await user.post('/sessions/shop/stop', { logout: false });
    await user.status('shop', 'DISCONNECTED');
    const data = Buffer.concat([JPEG, randomBytes(10)]);
    const messageId = await say({ type: 'image', data: data.toString('base64') });
    await sandbox.call('POST', '/media/expire', { messageId });
    await user.post('/sessions/shop/connect');
    const { media } = await eventually('the message', () => view(messageId));
    const loaded = await eventually('the file', async () => {
      const answer = await load(media.url);
      return answer.status === 200 && Buffer.from(await answer.arrayBuffer());
    });
    expect(sha256(loaded)).toBe(sha256(data));
  });

  it('are shown by their sender before they are here', async () => {
    const thumbnail = JPEG.subarray(0, 3_000).toString('base64');
    const said = { width: 640, height: 480, seconds: 7, thumbnail };
    const messageId = await say({ type: 'video', data: PDF.toString('base64'), ...said });
    await receiver.delivery({ event: 'message_received', messageId });
    const { events } = await user.get<{ events: { data: { messageId: string; media?: object } }[] }>(
      '/events?types=message.received&limit=200',
    );
    const told = events.find(({ data }) => data.messageId === messageId)?.data.media;
    expect(told).toMatchObject({ ...said, sizeBytes: PDF.length, mimetype: 'video/mp4' });
    expect(await view(messageId)).toMatchObject({ media: said });
  });

  it('are told to be lost when nobody has them any more', async () => {
    await user.post('/sessions/shop/stop', { logout: false });
    await user.status('shop', 'DISCONNECTED');
    const data = Buffer.concat([JPEG, randomBytes(30)]);
    const messageId = await say({ type: 'image', data: data.toString('base64') });
    await sandbox.call('POST', '/media/expire', { messageId });
    await sandbox.fault(shop.phoneNumber, { kind: 'media-retry', mode: 'error' });
    await user.post('/sessions/shop/connect');
    const { media } = await eventually('the end of it', async () => {
      const message = await view(messageId);
      return 'failure' in message.media && message;
    });
    expect(media).toMatchObject({ failure: 'GONE' });
    const answer = await load(media.url);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'MEDIA_NOT_FOUND', detail: expect.stringContaining('GONE') }),
    ]);
  });

  it('are kept as documents of no type when they could do harm where they are opened', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const said = { filename: 'a.html', mimetype: 'text/html' };
    const messageId = await say({ type: 'document', data: page.toString('base64'), ...said });
    await receiver.delivery({ event: 'message_received', messageId });
    const answer = await load((await view(messageId)).media.url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.html"');
    expect(await answer.text()).toBe(String(page));
  });

  it('are told of without them when WhatsApp keeps them on the phone', async () => {
    const messageId = await say({ type: 'image', data: JPEG.toString('base64'), viewOnce: true, withheld: true });
    const { body } = await receiver.delivery({ event: 'message_received', messageId });
    expect(body).toMatchObject({ type: 'unsupported', from: expect.stringContaining(bob.phoneNumber) });
    expect(await view(messageId)).toMatchObject({ rawKind: 'viewOnceUnavailable', viewOnce: true });
  });

  it('come after a restart in the middle of it', async () => {
    const data = Buffer.concat([JPEG, randomBytes(20)]);
    const messageId = await say({ type: 'image', data: data.toString('base64') });
    await eventually('the message', () => view(messageId));
    await gateway.kill();
    await gateway.up();
    const { media } = await view(messageId);
    const loaded = await eventually('the file', async () => {
      const answer = await load(media.url);
      return answer.status === 200 && Buffer.from(await answer.arrayBuffer());
    });
    expect(sha256(loaded)).toBe(sha256(data));
  });
});
