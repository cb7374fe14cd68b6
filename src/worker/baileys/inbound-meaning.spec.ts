import { createHash } from 'node:crypto';
import { proto, writeRandomPadMax16 } from '@whiskeysockets/baileys';
import type { Content, MediaInfo } from '../../contracts/index.js';
import { type Meaning, meaningOf, messageMeaning } from './inbound-meaning.js';

const padded = (message: proto.IMessage) => writeRandomPadMax16(proto.Message.encode(message).finish());
const meaning = (message: proto.IMessage) => meaningOf(padded(message), 'shop');
const content = (message: proto.IMessage) => (meaning(message) as Extract<Meaning, { kind: 'content' }>).content;
const bytes = (seed: string) => createHash('sha256').update(seed).digest();
const file = {
  mediaKey: bytes('key'),
  fileEncSha256: bytes('enc'),
  fileSha256: bytes('plain'),
  fileLength: 1234,
  directPath: '/v/t62/1?ccb=1',
  url: 'https://mmg.example/v/t62/1?ccb=1',
};
const media = { mediaId: expect.stringMatching(/^[0-9a-f-]{36}$/), sizeBytes: 1234, sha256: null };
const VCARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Sari\nTEL;type=CELL;waid=628123456789:+62 812-3456-789\nEND:VCARD';

describe('the content of a message', () => {
  it.each<[string, proto.IMessage, unknown]>([
    ['text', { conversation: 'a' }, { type: 'text', text: 'a' }],
    ['text with more', { extendedTextMessage: { text: 'b' } }, { type: 'text', text: 'b' }],
    ['text that disappears', { ephemeralMessage: { message: { conversation: 'c' } } }, { type: 'text', text: 'c' }],
    ['text of another device', { deviceSentMessage: { message: { conversation: 'd' } } }, { type: 'text', text: 'd' }],
    [
      'a picture',
      { imageMessage: { ...file, mimetype: 'image/png', caption: 'look', width: 4, height: 3 } },
      {
        type: 'image',
        caption: 'look',
        media: { ...media, mimetype: 'image/png', width: 4, height: 3, seconds: null },
      },
    ],
    [
      'a video',
      { videoMessage: { ...file, seconds: 7 } },
      { type: 'video', caption: null, media: { ...media, mimetype: 'video/mp4', seconds: 7 } },
    ],
    ['a round video', { ptvMessage: { ...file } }, { type: 'videoNote', media }],
    [
      'a song',
      { audioMessage: { ...file, mimetype: 'audio/mpeg' } },
      { type: 'audio', media: { mimetype: 'audio/mpeg' } },
    ],
    ['a voice message', { audioMessage: { ...file, ptt: true } }, { type: 'voice', media: { mimetype: 'audio/ogg' } }],
    [
      'a document',
      { documentMessage: { ...file, fileName: 'a.pdf', mimetype: 'application/pdf' } },
      { type: 'document', caption: null, media: { ...media, filename: 'a.pdf', mimetype: 'application/pdf' } },
    ],
    [
      'a document with a caption',
      { documentWithCaptionMessage: { message: { documentMessage: { ...file, caption: 'read' } } } },
      { type: 'document', caption: 'read' },
    ],
    ['a sticker', { stickerMessage: { ...file } }, { type: 'sticker', media: { mimetype: 'image/webp' } }],
    [
      'a place',
      { locationMessage: { degreesLatitude: -6.2, degreesLongitude: 106.8, name: 'Shop' } },
      { type: 'location', latitude: -6.2, longitude: 106.8, name: 'Shop', address: null },
    ],
    [
      'a live place',
      { liveLocationMessage: { degreesLatitude: 1, degreesLongitude: 2, caption: 'on my way' } },
      { type: 'location', latitude: 1, longitude: 2, name: 'on my way', address: null },
    ],
    [
      'a contact',
      { contactMessage: { displayName: 'Sari', vcard: VCARD } },
      { type: 'contact', contacts: [{ name: 'Sari', phone: '+628123456789', vcard: VCARD }] },
    ],
    [
      'several contacts',
      { contactsArrayMessage: { contacts: [{ vcard: VCARD }, { displayName: 'Bob', vcard: '' }] } },
      { type: 'contact', contacts: [{ name: 'Sari' }, { name: 'Bob', phone: null }] },
    ],
    [
      'a poll',
      { pollCreationMessageV3: { name: 'Lunch?', options: [{ optionName: 'Soto' }], selectableOptionsCount: 1 } },
      { type: 'poll', question: 'Lunch?', options: ['Soto'], selectable: 1 },
    ],
  ])('is %s', (_name, message, expected) => {
    expect(content(message)).toMatchObject(expected as object);
  });

  it('shows what its sender shows of a file, if that is a small JPEG', () => {
    const shown = (jpegThumbnail: Buffer) => content({ videoMessage: { ...file, jpegThumbnail } });
    const jpeg = (size: number) => Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(size)]);
    expect(shown(jpeg(3_000))).toMatchObject({ media: { thumbnail: jpeg(3_000).toString('base64') } });
    for (const other of [Buffer.from('<svg/>'), jpeg(20_000), Buffer.alloc(0)]) {
      expect(shown(other)).not.toHaveProperty('media.thumbnail');
    }
  });

  it('that can be opened once is marked, however it is wrapped', () => {
    const imageMessage = { ...file };
    for (const message of [
      { viewOnceMessage: { message: { imageMessage } } },
      { viewOnceMessageV2: { message: { imageMessage } } },
      { ephemeralMessage: { message: { viewOnceMessageV2Extension: { message: { imageMessage } } } } },
      { imageMessage: { ...imageMessage, viewOnce: true } },
    ]) {
      expect(meaning(message)).toMatchObject({ content: { type: 'image' }, viewOnce: true });
    }
    expect(meaning({ imageMessage })).toMatchObject({ viewOnce: false });
  });

  it('says where its file is and what opens it', () => {
    expect(meaning({ imageMessage: file })).toMatchObject({
      source: {
        type: 'image',
        directPath: '/v/t62/1?ccb=1',
        url: file.url,
        mediaKey: file.mediaKey.toString('base64'),
        encSha256: file.fileEncSha256.toString('base64'),
        sha256: file.fileSha256.toString('base64'),
        claimedBytes: 1234,
      },
    });
  });

  it('names a file the same when it comes again, and another one in another session', () => {
    const idIn = (session: string, message: proto.IMessage) => {
      const read = meaningOf(padded(message), session) as Extract<Meaning, { kind: 'content' }>;
      return (read.content as Extract<Content, { media: MediaInfo }>).media.mediaId;
    };
    const first = idIn('shop', { imageMessage: file });
    expect(idIn('shop', { documentMessage: { ...file, directPath: '/v/other' } })).toBe(first);
    expect(idIn('branch', { imageMessage: file })).not.toBe(first);
    expect(idIn('shop', { imageMessage: { ...file, mediaKey: bytes('other') } })).not.toBe(first);
  });

  it.each<[string, proto.IMessage]>([
    ['albumMessage', { albumMessage: { expectedImageCount: 2 } }],
    ['imageMessage', { imageMessage: { caption: 'without its key' } }],
    ['locationMessage', { locationMessage: { degreesLatitude: NaN, degreesLongitude: 900 } }],
    ['protocolMessage.REVOKE', { protocolMessage: { type: proto.Message.ProtocolMessage.Type.REVOKE } }],
    ['protocolMessage.SHARE_PHONE_NUMBER', { protocolMessage: { type: 11 } }],
    ['protocolMessage.GROUP_MEMBER_LABEL_CHANGE', { protocolMessage: { type: 30 } }],
    ['reactionMessage', { reactionMessage: { text: '👍' } }],
  ])('keeps the raw kind %s of what is not understood, rather than dropping it', (rawKind, message) => {
    expect(content(message)).toEqual({ type: 'unsupported', rawKind });
  });

  it.each([
    [86_400, 86_400],
    [0, null],
  ])('is a timer of its chat (%p)', (ephemeralExpiration, ephemeralSeconds) => {
    const protocolMessage = { type: proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING, ephemeralExpiration };
    expect(messageMeaning({ ephemeralMessage: { message: { protocolMessage } } }, 'shop')).toEqual({
      kind: 'timer',
      ephemeralSeconds,
    });
  });

  it('is kept when it is no message at all', () => {
    expect(meaningOf(Buffer.from([0xff, 0xff, 0xff, 1]), 'shop')).toMatchObject({
      content: { rawKind: 'undecodable' },
    });
    expect(meaningOf(Buffer.alloc(0), 'shop')).toMatchObject({ content: { rawKind: 'undecodable' } });
    // A field that no version of the protocol had in 2026.
    expect(meaningOf(Buffer.from([0xfa, 0xff, 0x01, 0x01, 0x61, 1]), 'shop')).toMatchObject({
      content: { rawKind: 'unknown' },
    });
  });

  it('is nothing for people when it is the devices’ own', () => {
    const { Type } = proto.Message.ProtocolMessage;
    expect(meaning({ protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE } })).toBeNull();
    expect(meaning({ senderKeyDistributionMessage: { groupId: 'g' } })).toBeNull();
    const besideKeys = { messageContextInfo: { messageSecret: bytes('s') } };
    expect(meaning({ senderKeyDistributionMessage: { groupId: 'g' }, ...besideKeys })).toBeNull();
  });

  it.each<[string, proto.IMessage]>([
    ['what stands beside every message', { messageContextInfo: { messageSecret: bytes('s') } }],
    ['a wrapper', { ephemeralMessage: { message: {} } }],
    ['both', { ephemeralMessage: { message: { messageContextInfo: { messageSecret: bytes('s') } } } }],
  ])('is kept when all that we know of it is %s: what it says is newer than we are', (_name, message) => {
    expect(content(message)).toEqual({ type: 'unsupported', rawKind: 'unknown' });
  });
});

describe('whatever comes in', () => {
  /** A generator that gives the same numbers every time (mulberry32). */
  function random(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
  }

  const samples: proto.IMessage[] = [
    { conversation: 'hello' },
    {
      extendedTextMessage: { text: 'x', contextInfo: { stanzaId: 'Q', participant: 'a@lid', mentionedJid: ['b@lid'] } },
    },
    { ephemeralMessage: { message: { imageMessage: { ...file, caption: 'c' } } } },
    { documentMessage: { ...file, fileName: 'ü\0.pdf' } },
    { locationMessage: { degreesLatitude: 1.5, degreesLongitude: 2.5 } },
    { contactMessage: { displayName: 'Sari', vcard: VCARD } },
    { pollCreationMessage: { name: 'q', options: [{ optionName: 'a' }, { optionName: 'b' }] } },
    { reactionMessage: { key: { id: 'T', remoteJid: 'a@lid' }, text: '👍' } },
    { protocolMessage: { type: 14, key: { id: 'T' }, editedMessage: { conversation: 'new' } } },
  ];

  it('is read without an error, and is storable as JSON, when its bytes are changed', () => {
    const pick = random(1);
    for (let round = 0; round < 3_000; round++) {
      const changed = Buffer.from(padded(samples[round % samples.length]!));
      for (let edits = 1 + pick(4); edits > 0; edits--) changed[pick(changed.length)] = pick(256);
      const read = meaningOf(changed.subarray(0, 1 + pick(changed.length)), 'shop');
      if (read?.kind === 'content') expect(JSON.parse(JSON.stringify(read.content))).toEqual(read.content);
    }
  });

  it('says the same through any wrapper', () => {
    const wrappers = [
      'ephemeralMessage',
      'editedMessage',
      'documentWithCaptionMessage',
      'associatedChildMessage',
    ] as const;
    const pick = random(2);
    for (const message of samples) {
      let wrapped: proto.IMessage = message;
      for (let depth = pick(4); depth > 0; depth--)
        wrapped = { [wrappers[pick(wrappers.length)]!]: { message: wrapped } };
      expect(meaning(wrapped)).toEqual(meaning(message));
    }
  });
});
