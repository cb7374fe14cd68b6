import sharp from 'sharp';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import type { SeenMessage } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface Content {
  type: string;
  width: number | null;
  height: number | null;
  thumbnail: string | null;
}

interface MediaMessage {
  media: { mediaId: string; width?: number; height?: number };
}

const base64 = (data: Buffer) => data.toString('base64');
const picture = () => sharp({ create: { width: 400, height: 300, channels: 3, background: '#2a7' } });

describe('what is shown of a file before it is loaded', () => {
  let stage: ShopStage;
  let user: Account;

  beforeAll(async () => {
    stage = await openShop();
    ({ user } = stage);
  });

  afterAll(() => stage?.close());

  async function send(body: Record<string, unknown>): Promise<string> {
    const wish = { to: stage.bob.jid, ...body };
    return (await user.post<{ messageId: string }>('/sessions/shop/messages', wish)).messageId;
  }

  /** What Bob's phone decrypted. */
  async function got(messageId: string): Promise<Content> {
    const seen = await eventually(`${messageId} at Bob`, async () => {
      const [message] = (await stage.sandbox.messages({ id: messageId })) as (SeenMessage & { content?: Content })[];
      return message?.content;
    });
    return seen;
  }

  it('is a small JPEG of a picture, and its size', async () => {
    const messageId = await send({ type: 'image', media: { base64: base64(await picture().png().toBuffer()) } });
    const { thumbnail, width, height } = await got(messageId);
    expect([width, height]).toEqual([400, 300]);
    const drawn = await sharp(Buffer.from(thumbnail!, 'base64')).metadata();
    expect(drawn).toMatchObject({ format: 'jpeg', width: 100, height: 75 });
    const { media } = (await user.message('shop', messageId)) as unknown as MediaMessage;
    expect(media).toMatchObject({ width: 400, height: 300 });
    const again = await got(await send({ type: 'image', media: { mediaId: media.mediaId } }));
    expect(again).toMatchObject({ thumbnail, width, height });
  });

  it('is the size of a sticker', async () => {
    const messageId = await send({ type: 'sticker', media: { base64: base64(await picture().webp().toBuffer()) } });
    expect(await got(messageId)).toMatchObject({ width: 400, height: 300 });
  });

  it('is nothing of a picture that can not be read, which is sent as it is', async () => {
    const broken = (await picture().jpeg().toBuffer()).subarray(0, 200);
    const messageId = await send({ type: 'image', media: { base64: base64(broken) } });
    expect(await got(messageId)).toMatchObject({ type: 'image', thumbnail: null, width: null });
  });
});
