import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ffmpeg, ffmpegForTests } from '../../scripts/ffmpeg-for-tests.mjs';
import type { Account } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import type { SeenMessage } from '../support/sandbox.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface Content {
  type: string;
  mimetype: string;
  seconds: number | null;
  width?: number | null;
  height?: number | null;
  waveform?: number[] | null;
  thumbnail: string | null;
  sizeBytes: number;
}

interface MediaMessage {
  media: { mediaId: string; url: string; mimetype: string; seconds?: number; width?: number };
}

interface Refusal {
  code: string;
  detail: string;
}

const tone = (format: string, ...more: string[]) =>
  ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=300:duration=3', ...more, '-f', format);
const base64 = (data: Buffer) => data.toString('base64');

describe('sound and film', () => {
  let stage: ShopStage;
  let user: Account;
  let film: Buffer;

  beforeAll(async () => {
    ffmpegForTests();
    const pictures = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:duration=2', '-pix_fmt', 'yuv420p'];
    film = ffmpeg(...pictures, '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4');
    stage = await openShop();
    ({ user } = stage);
  });

  afterAll(() => stage?.close());

  async function send(body: Record<string, unknown>): Promise<MediaMessage & { content: Content }> {
    const wish = { to: stage.bob.jid, ...body };
    const { messageId } = await user.post<{ messageId: string }>('/sessions/shop/messages', wish);
    const content = await eventually(`${messageId} at Bob`, async () => {
      const [message] = (await stage.sandbox.messages({ id: messageId })) as (SeenMessage & { content?: Content })[];
      return message?.content;
    });
    return { ...((await user.message('shop', messageId)) as unknown as MediaMessage), content };
  }

  async function load(url: string): Promise<Buffer> {
    const answer = await fetch(stage.gateway.url + url, { headers: user.headers });
    return Buffer.from(await answer.arrayBuffer());
  }

  it.each([
    ['WAV', () => tone('wav'), undefined],
    ['MP3', () => tone('mp3'), undefined],
    ['what a browser records', () => tone('webm', '-c:a', 'libopus'), 'audio/webm'],
  ])('go as voice messages when they are something else: %s', async (_name, sound, mimetype) => {
    const given = { base64: base64(sound()), ...(mimetype && { mimetype }) };
    const { content, media } = await send({ type: 'voice', media: given });
    expect(content).toMatchObject({ type: 'voice', mimetype: 'audio/ogg; codecs=opus', seconds: 3 });
    expect(content.waveform).toHaveLength(64);
    expect(Math.max(...content.waveform!)).toBe(100);
    const bytes = await load(media.url);
    expect([bytes.length, String(bytes.subarray(28, 36)), bytes[37]]).toEqual([content.sizeBytes, 'OpusHead', 1]);
  });

  it('are converted once, however often they are sent', async () => {
    const first = await send({ type: 'audio', media: { base64: base64(tone('wav')) } });
    expect(first.content).toMatchObject({ type: 'audio', mimetype: 'audio/wav', seconds: 3 });
    const { mediaId } = first.media;
    const [one, other] = [
      await send({ type: 'voice', media: { mediaId } }),
      await send({ type: 'voice', media: { mediaId } }),
    ];
    expect(one.media.mediaId).not.toBe(mediaId);
    expect(other.media.mediaId).toBe(one.media.mediaId);
  });

  it('go as they are when they are Opus in Ogg', async () => {
    const ogg = tone('ogg', '-c:a', 'libopus');
    const { content, media } = await send({ type: 'voice', media: { base64: base64(ogg) } });
    expect(content).toMatchObject({ seconds: 3, sizeBytes: ogg.length });
    expect(content.waveform).toHaveLength(64);
    expect((await load(media.url)).equals(ogg)).toBe(true);
  });

  it('are refused as voice messages when there is no sound in them', async () => {
    const noise = Buffer.concat([Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0M4A mp42', 'latin1'), Buffer.alloc(5_000, 7)]);
    const wish = { to: stage.bob.jid, type: 'voice', media: { base64: base64(noise) } };
    const { status, body } = await user.call<Refusal>('POST', '/sessions/shop/messages', wish);
    expect([status, body.detail]).toEqual([422, expect.stringContaining('ffmpeg could not convert it')]);
  });

  it('tell how long a film is, how large, and what it begins with', async () => {
    const { content, media } = await send({ type: 'video', media: { base64: base64(film) } });
    expect(content).toMatchObject({ width: 320, height: 240, seconds: 2 });
    expect(base64(Buffer.from(content.thumbnail!, 'base64').subarray(0, 3))).toBe(base64(Buffer.from('ffd8ff', 'hex')));
    expect(media).toMatchObject({ width: 320, seconds: 2 });
  });

  describe('without ffmpeg', () => {
    let folder: string;
    let gateway: Gateway;
    let other: Account;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'wagate-path-'));
      // The embedded database needs programs of the system: only this one is not to be had.
      await writeFile(join(folder, 'ffmpeg'), '#!/bin/sh\nexit 127\n', { mode: 0o755 });
      const searched = `${folder}${delimiter}${process.env['PATH']}`;
      gateway = await Gateway.start(stage.sandbox.wsUrl, { PATH: searched });
      other = await gateway.register();
      await other.post('/sessions', { sessionId: 'plain' });
    });

    afterAll(async () => {
      await gateway?.dispose();
      await rm(folder, { recursive: true, force: true });
    });

    const wish = (type: string, data: Buffer) => ({ to: stage.bob.jid, type, media: { base64: base64(data) } });

    it('go as voice messages only when they are Opus in Ogg', async () => {
      const { status, body } = await other.call<Refusal>(
        'POST',
        '/sessions/plain/messages',
        wish('voice', tone('wav')),
      );
      expect([status, body.code]).toEqual([422, 'VALIDATION_FAILED']);
      expect(body.detail).toMatch(/Opus in Ogg \(audio\/ogg\).*audio\/wav.*no ffmpeg/);
      const ogg = wish('voice', tone('ogg', '-c:a', 'libopus'));
      const { messageId } = await other.post<{ messageId: string }>('/sessions/plain/messages', ogg);
      const { media } = (await other.message('plain', messageId)) as unknown as MediaMessage;
      expect(media).toMatchObject({ mimetype: 'audio/ogg; codecs=opus', seconds: 3 });
    });

    it('are sent, with nothing said of them', async () => {
      const { messageId } = await other.post<{ messageId: string }>('/sessions/plain/messages', wish('video', film));
      const { media } = (await other.message('plain', messageId)) as unknown as MediaMessage;
      expect(media).not.toHaveProperty('width');
    });
  });
});
