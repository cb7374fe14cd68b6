import { createHash, randomBytes } from 'node:crypto';
import type { Account, MessageView } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { Receiver } from '../support/receiver.js';
import type { Contact, Sandbox } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), randomBytes(60_000)]);
const MP4 = Buffer.concat([Buffer.from('000000186674797069736f6d0000020069736f6d', 'hex'), randomBytes(90_000)]);
const OGG = Buffer.concat([
  Buffer.from('4f67675300020000000000000000000000000000000000000000011e', 'hex'),
  Buffer.from('OpusHead'),
  randomBytes(5_000),
]);
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(70_000)]);
const WEBP = Buffer.concat([Buffer.from('524946463a9c000057454250565038581000', 'hex'), randomBytes(40_000)]);
const NOWHERE = '120363999999999999@newsletter';

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('channels', () => {
  let stage: ShopStage;
  let sandbox: Sandbox;
  let receiver: Receiver;
  let user: Account;
  let bob: Contact;

  beforeAll(async () => {
    stage = await openShop('standard');
    ({ sandbox, receiver, user, bob } = stage);
  });

  afterAll(() => stage?.close());

  const path = (channelId: string, rest = '') => `/sessions/shop/channels/${channelId}${rest}`;
  const ofBob = async () => {
    const body = { by: bob.phoneNumber, name: 'News', description: 'Once a week' };
    return (await sandbox.call<{ jid: string }>('POST', '/channels', body)).jid;
  };
  const post = async (channelId: string, body: object) =>
    (await sandbox.call<{ messageId: string }>('POST', `/channels/${channelId}/messages`, body)).messageId;
  const view = (messageId: string) => user.message('shop', messageId) as Promise<MessageView & Record<string, unknown>>;

  it('are made, and posted in', async () => {
    const made = await user.call<{ channelId: string }>('POST', '/sessions/shop/channels', { name: 'Our news' });
    expect([made.status, made.body]).toMatchObject([201, { name: 'Our news', role: 'OWNER', description: null }]);
    const { channelId } = made.body;
    const messageId = await user.send('shop', channelId, 'hear, hear');
    expect(await user.messageStatus('shop', messageId, 'SENT')).toMatchObject({ chatId: channelId });
    expect(await sandbox.seen(messageId)).toMatchObject({ to: channelId, text: 'hear, hear' });
  });

  it('are shown, followed and left', async () => {
    const channelId = await ofBob();
    expect(await user.get(path(channelId))).toMatchObject({
      ...{ channelId, name: 'News', description: 'Once a week', followers: 0, verified: false, role: 'GUEST' },
    });
    expect(await user.post(path(channelId, '/follow'))).toEqual({ channelId, status: 'FOLLOWED' });
    expect(await user.get(path(channelId))).toMatchObject({ followers: 1, role: 'SUBSCRIBER' });
    expect(await user.post(path(channelId, '/unfollow'))).toEqual({ channelId, status: 'UNFOLLOWED' });
    for (const [id, status, code] of [
      [NOWHERE, 404, 'CHANNEL_NOT_FOUND'],
      [bob.jid, 422, 'VALIDATION_FAILED'],
    ] as const) {
      const answer = await user.call<{ code: string }>('GET', path(id));
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });

  it('bring what is posted as messages, also what is not understood, and also after a crash', async () => {
    const channelId = await ofBob();
    await user.post(path(channelId, '/follow'));
    const first = await post(channelId, { text: 'extra, extra' });
    expect((await receiver.delivery({ type: 'message.received', messageId: first })).body).toMatchObject({
      ...{ chatId: channelId, from: channelId, to: channelId, phoneNumber: null, text: 'extra, extra' },
    });
    const second = await post(channelId, { message: { eventMessage: { name: 'Party' } } });
    expect((await receiver.delivery({ type: 'message.received', messageId: second })).body).toMatchObject({
      ...{ messageType: 'unsupported', rawKind: 'eventMessage' },
    });
    expect(await view(second)).toMatchObject({ type: 'unsupported', rawKind: 'eventMessage', chatId: channelId });
    await stage.gateway.kill();
    const third = await post(channelId, { text: 'meanwhile' });
    await stage.gateway.up();
    await receiver.delivery({ type: 'message.received', messageId: third });
    expect(receiver.matching({ type: 'message.received', messageId: first })).toHaveLength(1);
  });

  it('bring the files that are posted, which are not encrypted', async () => {
    const channelId = await ofBob();
    await user.post(path(channelId, '/follow'));
    for (const [type, data, said] of [
      ['image', JPEG, { caption: 'look' }],
      ['video', MP4, { seconds: 4 }],
      ['voice', OGG, { seconds: 3 }],
      ['audio', OGG, { mimetype: 'audio/ogg', seconds: 2 }],
      ['document', PDF, { filename: 'News.pdf', caption: 'read', mimetype: 'application/pdf' }],
      ['sticker', WEBP, {}],
    ] as const) {
      const messageId = await post(channelId, { type, data: data.toString('base64'), ...said });
      const { body } = await receiver.delivery({ type: 'message.received', messageId });
      expect(body).toMatchObject({ chatId: channelId, messageType: type });
      const { media } = (await view(messageId)) as unknown as { media: { url: string } };
      const answer = await eventually(`the ${type}`, async () => {
        const tried = await fetch(stage.gateway.url + media.url, { headers: user.headers });
        return tried.status === 200 && tried;
      });
      expect(digest(Buffer.from(await answer.arrayBuffer()))).toBe(digest(data));
    }
  });

  it('tell of a file that WhatsApp has no longer, and ask no phone for it', async () => {
    const channelId = await ofBob();
    await user.post(path(channelId, '/follow'));
    const message = { imageMessage: { directPath: '/v/none.enc', fileSha256: randomBytes(32).toString('base64') } };
    const messageId = await post(channelId, { message });
    const { media } = await eventually('the end of it', async () => {
      const seen = (await view(messageId)) as unknown as { media: object };
      return 'failure' in seen.media && seen;
    });
    expect(media).toMatchObject({ failure: 'GONE' });
  });

  it('refuse a text of who does not lead them, and tell why nothing but texts is offered', async () => {
    const channelId = await ofBob();
    const messageId = await user.send('shop', channelId, 'may I?');
    expect(await user.messageStatus('shop', messageId, 'FAILED')).toMatchObject({ failure: 'WHATSAPP_403' });
    const poll = { to: channelId, type: 'poll', question: 'x', options: ['a', 'b'] };
    const answer = await user.call<{ code: string }>('POST', '/sessions/shop/messages', poll);
    expect([answer.status, answer.body.code]).toEqual([501, 'NOT_OFFERED']);
  });
});
