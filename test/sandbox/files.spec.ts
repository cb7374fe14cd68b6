import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import {
  downloadMediaMessage,
  normalizeMessageContent,
  type AnyMessageContent,
  type WAMessage,
} from '@whiskeysockets/baileys';
import { Agent } from 'undici';
import { eventually, Stage, type Client, type Json } from './support.js';

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describe('files', () => {
  let stage: Stage;
  let client: Client;
  let contact: { phoneNumber: string; jid: string };
  let dispatcher: Agent;
  beforeAll(async () => {
    stage = await Stage.open();
    const ca = readFileSync(stage.sandbox.caFile);
    dispatcher = new Agent({ connect: { ca } });
    client = await stage.paired({ fetchAgent: new HttpsAgent({ ca }) });
    contact = await stage.contact();
    // Tells Baileys the media host, at which it looks for what was uploaded again.
    await client.socket.refreshMediaConn();
  });
  afterAll(async () => {
    await stage.close();
    await dispatcher.close();
  });

  async function say(body: Json) {
    const { messageId, file } = await stage.api.post<{
      messageId: string;
      file: { sha256: string; sizeBytes: number };
    }>(`/contacts/${contact.phoneNumber}/messages`, { to: client.phoneNumber, ...body });
    const got = await eventually('the message', () => client.messages.find(({ key }) => key.id === messageId));
    return { messageId, file, got };
  }

  /** Node's own fetch takes the dispatcher of an undici of another version; its types do not. */
  const trusting = (init: object) => ({ ...init, dispatcher }) as unknown as RequestInit;

  function load(message: WAMessage): Promise<Buffer> {
    return downloadMediaMessage(message, 'buffer', { options: trusting({}) });
  }

  /** Loads what is gone as a program on Baileys does: its phone is asked to upload the file again. */
  async function loadAgain(message: WAMessage): Promise<Buffer> {
    await expect(load(message)).rejects.toMatchObject({ output: { statusCode: expect.any(Number) } });
    return load(await client.socket.updateMediaMessage(message));
  }

  async function send(content: AnyMessageContent): Promise<Json> {
    const sent = await client.socket.sendMessage(contact.jid, content);
    return eventually('downloaded', async () => {
      const record = await stage.api.message({ id: sent?.key.id ?? '' });
      return record?.download ? (record as unknown as Json) : undefined;
    });
  }

  it.each([
    ['image', 'imageMessage', { caption: 'look', width: 640, height: 480, thumbnail: '/9j/2Q==' }],
    ['video', 'videoMessage', { caption: 'film', seconds: 9 }],
    ['videoNote', 'ptvMessage', { seconds: 5 }],
    ['audio', 'audioMessage', { seconds: 60, mimetype: 'audio/mpeg' }],
    ['voice', 'audioMessage', { seconds: 3, waveform: [0, 50, 100] }],
    ['document', 'documentMessage', { filename: 'Bill.pdf', caption: 'pay', mimetype: 'application/pdf' }],
    ['sticker', 'stickerMessage', { width: 512, height: 512 }],
  ] as const)('of a contact are downloaded and decrypted: %s', async (type, field, said) => {
    const data = randomBytes(70_000);
    const { got } = await say({ type, data: data.toString('base64'), ...said });
    expect(normalizeMessageContent(got.message)?.[field]).toMatchObject({ mimetype: expect.stringContaining('/') });
    expect(sha256(await load(got))).toBe(sha256(data));
  });

  it('of a contact can be viewed once', async () => {
    const { got } = await say({ type: 'image', sizeBytes: 500, viewOnce: true });
    expect(got.message?.viewOnceMessageV2?.message?.imageMessage).toMatchObject({ viewOnce: true });
  });

  const data = randomBytes(200_000);
  it.each<[string, AnyMessageContent, Json]>([
    [
      'video',
      { video: data, caption: 'film', seconds: 4, jpegThumbnail: '' },
      { type: 'video', caption: 'film', seconds: 4 },
    ],
    ['voice', { audio: data, ptt: true, seconds: 2 }, { type: 'voice', seconds: 2 }],
    [
      'document',
      { document: data, fileName: 'a.pdf', mimetype: 'application/pdf' },
      { type: 'document', filename: 'a.pdf' },
    ],
    ['sticker', { sticker: data }, { type: 'sticker' }],
    [
      'image',
      { image: Buffer.from(data), jpegThumbnail: '', caption: 'x', viewOnce: true },
      { type: 'image', caption: 'x' },
    ],
  ])('of a client are downloaded and decrypted by the contact: %s', async (_kind, content, shown) => {
    expect(await send(content)).toMatchObject({
      content: { ...shown, sha256: sha256(data), sizeBytes: data.length },
      download: { sha256: sha256(data), sizeBytes: data.length, head: data.subarray(0, 64).toString('base64') },
    });
  });

  it('are streamed by the client and may be large', async () => {
    const large = randomBytes(20 * 1_048_576);
    const record = await send({ document: { stream: Readable.from([large]) }, fileName: 'x', mimetype: 'x/y' });
    expect(record.download).toMatchObject({ sha256: sha256(large), sizeBytes: large.length });
  });

  it.each([404, 410])('that answer %i are uploaded again by the phone when it is asked', async (status) => {
    const { messageId, file, got } = await say({ type: 'document', sizeBytes: 3000 });
    await stage.api.post('/media/expire', { messageId, status });
    expect(sha256(await loadAgain(got))).toBe(file.sha256);
    const asked = await stage.api.logged(client.phoneNumber, 'media');
    expect(asked.map(({ detail }) => detail)).toContain(`asked again ${messageId}`);
  });

  it('that the phone no longer has stay gone', async () => {
    const { messageId, got } = await say({ type: 'image', sizeBytes: 3000 });
    await stage.api.post('/media/expire', { messageId });
    await stage.api.fault(client, { kind: 'media-retry', mode: 'error' });
    await expect(loadAgain(got)).rejects.toMatchObject({ output: { statusCode: 404 } });
  });

  it('are cut or slow when told to', async () => {
    const { file, got } = await say({ type: 'image', sizeBytes: 100_000 });
    await stage.api.post('/faults', { kind: 'media', mode: 'cut', afterBytes: 50_000 });
    // Baileys waits for ever for the rest of a file that is cut.
    const response = await fetch(got.message?.imageMessage?.url ?? '', trusting({}));
    await expect(response.arrayBuffer()).rejects.toThrow('terminated');
    await stage.api.post('/faults', { kind: 'media', mode: 'slow', bytesPerSecond: 400_000 });
    const startedAt = Date.now();
    expect(sha256(await load(got))).toBe(file.sha256);
    expect(Date.now() - startedAt).toBeGreaterThan(200);
  });

  it('are not sent when uploads are refused', async () => {
    await stage.api.post('/faults', { kind: 'media', transfer: 'upload', mode: 'error', status: 500 });
    const sending = client.socket.sendMessage(contact.jid, { sticker: data });
    await expect(sending).rejects.toThrow('Media upload failed');
  });

  it('are given in parts, and only to those who know their path', async () => {
    const { file, got } = await say({ type: 'image', sizeBytes: 1000 });
    const url = got.message?.imageMessage?.url ?? '';
    const get = (address: string, headers = {}) => fetch(address, trusting({ headers }));
    const part = await get(url, { range: 'bytes=16-31' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 16-31/1018']);
    expect((await part.arrayBuffer()).byteLength).toBe(16);
    expect((await get(`${stage.sandbox.mediaUrl}/v/${'A'.repeat(43)}.enc`)).status).toBe(404);
    const upload = await fetch(
      `${stage.sandbox.mediaUrl}/mms/image/${'A'.repeat(43)}?auth=wrong`,
      trusting({ method: 'POST' }),
    );
    expect(upload.status).toBe(401);
    expect(file.sizeBytes).toBe(1000);
  });
});
