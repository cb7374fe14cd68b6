import { createHash } from 'node:crypto';
import { type AuthenticationCreds, initAuthCreds, proto, writeRandomPadMax16 } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import {
  type Content,
  type InboxFact,
  type MediaInfo,
  MEDIA_MESSAGE_TYPES,
  type MessageContext,
  type MessageRef,
  NO_CONTEXT,
  type OutboundContent,
  type OutboxMessage,
} from '../../contracts/index.js';
import { inboundReader } from './inbound-facts.js';
import type { UploadedFile } from './media-upload.js';
import { isGroup } from './outbound-content.js';
import { messageProto, stanzaExtras } from './outbound-message.js';

const ME = '628999999999@s.whatsapp.net';
const GROUP = '120363041234567890@g.us';
const SENT_AT = 1_700_000_000;
const RUNS = { numRuns: 60 };

describe('every message that can be accepted', () => {
  it('survives the wire, and is the same message each time', () => {
    fc.assert(
      fc.property(anyMessage, anyFile, (one, file) => {
        const bytes = wireOf(one, file);
        expect(wireOf(structuredClone(one), file)).toEqual(bytes);
        const read = proto.Message.decode(bytes);
        expect(Buffer.from(proto.Message.encode(read).finish())).toEqual(bytes);
        expect(Object.keys(read.toJSON()).filter((kind) => kind !== 'messageContextInfo')).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it('is read by another device of the account as what it is', async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage, anyFile, async (one, file) => {
        const { kind, payload } = await readElsewhere(one, file);
        expect({ kind, payload }).toMatchObject({
          kind: KINDS[one.content.type] ?? 'message.received',
          payload: { fromMe: true, chat: one.to, from: ME },
        });
        expect(told({ kind, payload } as InboxFact)).toEqual(sayable(one, file));
      }),
      RUNS,
    );
  });
});

const KINDS: Partial<Record<OutboundContent['type'], InboxFact['kind']>> = {
  reaction: 'message.reaction',
  edit: 'message.edited',
  delete: 'message.deleted',
  pin: 'message.pinned',
};

/** Whatever it is that WhatsApp can carry of a message: what {@link told} finds of it on the other side. */
function sayable({ content, context }: OutboxMessage, file: UploadedFile): unknown {
  if (!('target' in content)) {
    return { content: sayableContent(content, file), context: sayableContext(context ?? NO_CONTEXT) };
  }
  const { target } = content;
  if (content.type === 'reaction') return { target, emoji: content.emoji };
  if (content.type === 'pin') return { target, until: pinEnd(content.seconds) };
  // Who is named in a text that was edited is told to its readers, and not kept by us.
  return content.type === 'edit' ? { target, text: content.text } : { target };
}

function pinEnd(seconds: number): string | null {
  return seconds === 0 ? null : new Date((SENT_AT + seconds) * 1000).toISOString();
}

type Said = Exclude<OutboundContent, { target: MessageRef }>;

function sayableContent(content: Said, file: UploadedFile): unknown {
  if ('media' in content) return sayableMedia(content, file);
  if (content.type !== 'poll') return content;
  const { secret: _opensVotes, ...poll } = content;
  return poll;
}

/** Each kind of file has fields of its own; the id follows from the key, and a size is the one of the file. */
function sayableMedia({ type, media, caption, look }: Extract<Said, { media: unknown }>, file: UploadedFile) {
  const { mimetype } = media;
  const isDrawn = ['image', 'video', 'videoNote', 'sticker'].includes(type);
  const isPlayed = ['video', 'videoNote', 'audio', 'voice'].includes(type);
  const hasCaption = ['image', 'video', 'videoNote', 'document'].includes(type);
  const showsThumbnail = hasCaption && look.thumbnail !== null;
  return {
    type,
    caption: hasCaption ? caption : null,
    media: {
      mediaId: expect.any(String),
      mimetype,
      filename: type === 'document' ? media.filename : null,
      sizeBytes: file.fileLength || null,
      sha256: null,
      seconds: (isPlayed && media.seconds) || null,
      width: (isDrawn && media.width) || null,
      height: (isDrawn && media.height) || null,
      ...(showsThumbnail && { thumbnail: look.thumbnail }),
    },
  };
}

/** A file that is quoted is shown without what opens it, so that nobody can tell which one it is. */
function sayableContext({ replyTo, mentions, ...around }: MessageContext): MessageContext {
  const quoted = replyTo?.content && 'media' in replyTo.content ? null : replyTo?.content;
  return { ...around, mentions: [...new Set(mentions)], replyTo: replyTo && { ...replyTo, content: quoted ?? null } };
}

function told({ kind, payload }: InboxFact): unknown {
  if (kind === 'message.received') return { content: payload.content, context: payload.context ?? NO_CONTEXT };
  if (kind === 'message.reaction') return { target: payload.target, emoji: payload.emoji };
  if (kind === 'message.edited') return { target: payload.target, text: payload.text };
  if (kind === 'message.pinned') return { target: payload.target, until: payload.until };
  return kind === 'message.deleted' ? { target: payload.target } : kind;
}

function wireOf(one: OutboxMessage, file: UploadedFile): Buffer {
  const said = messageProto(one, 'media' in one.content ? file : null);
  return Buffer.from(proto.Message.encode(said).finish());
}

/** What is sent goes to the other devices of the account as well: their copy reads it with the account's own reader. */
async function readElsewhere(one: OutboxMessage, file: UploadedFile): Promise<InboxFact> {
  const copy = { deviceSentMessage: { destinationJid: one.to, message: proto.Message.decode(wireOf(one, file)) } };
  const to = isGroup(one.to) ? { from: one.to, participant: ME } : { from: ME, recipient: one.to };
  const attrs = { id: one.messageId, t: String(SENT_AT), ...to, ...stanzaExtras(one).attributes };
  const plaintext = writeRandomPadMax16(proto.Message.encode(copy).finish());
  const reading = await reader.read({ tag: 'message', attrs, content: [] }, plaintext, () => Promise.resolve(null));
  if (!reading?.fact) throw new Error('a message that says nothing');
  return reading.fact;
}

const creds: AuthenticationCreds = { ...initAuthCreds(), me: { id: ME.replace('@', ':3@'), lid: '111000111:3@lid' } };
const account = {
  sessionId: 'shop',
  syncHistory: 'recent' as const,
  read: () => null,
  olderThanNewest: () => [],
  sentMessage: () => Promise.resolve(null),
};
const reader = inboundReader(account, creds);

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const number = fc.bigInt({ min: 1_000_000n, max: 999_999_999_999_999n });
const person = number.map((digits) => `${digits}@s.whatsapp.net`);
const chat = fc.oneof(person, fc.constant(GROUP), fc.constant('98765432101234@lid'));
const id = fc.stringMatching(/^3EB0[0-9A-F]{18}$/);
const at = fc.integer({ min: 1, max: 2 ** 48 });
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((one) => Buffer.from(one));
const secret = bytes(32).map((one) => one.toString('base64'));
const jpeg = bytes(40).map((one) => Buffer.concat([Buffer.from('ffd8ff', 'hex'), one]).toString('base64'));
const count = maybe(fc.integer({ min: 0, max: 100_000 }));
const anyFile: fc.Arbitrary<UploadedFile> = fc
  .record({ mediaKey: bytes(32), fileLength: fc.nat(), mediaKeyTimestamp: fc.nat() })
  .map((file) => ({ ...file, ...addressesOf(file.mediaKey) }));
const info: fc.Arbitrary<MediaInfo> = fc.record({
  mediaId: fc.uuid({ version: 7 }),
  mimetype: fc.constantFrom('image/jpeg', 'video/mp4', 'audio/ogg; codecs=opus', 'application/pdf'),
  filename: maybe(words),
  sizeBytes: count,
  sha256: fc.constant(null),
  seconds: count,
  width: count,
  height: count,
});
const media = fc.record({
  type: fc.constantFrom(...MEDIA_MESSAGE_TYPES),
  media: info,
  caption: maybe(words),
  stored: fc.record({ objectKey: words, bodyKey: secret }),
  look: fc.record({ thumbnail: maybe(jpeg), waveform: maybe(secret) }),
});
/** JSON has no negative zero. */
const degrees = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true }).map((one) => one + 0);
const location = fc.record({
  type: fc.constant('location' as const),
  latitude: degrees(90),
  longitude: degrees(180),
  name: maybe(words),
  address: maybe(words),
});
const card = fc.tuple(words, number).map(([name, digits]) => {
  const phone = `+${digits}`;
  return { name, phone, vcard: `BEGIN:VCARD\nVERSION:3.0\nFN:x\nTEL;type=CELL;waid=${digits}:${phone}\nEND:VCARD` };
});
const contact = fc.record({
  type: fc.constant('contact' as const),
  contacts: fc.array(card, { minLength: 1, maxLength: 5 }),
});
const poll = fc.record({
  type: fc.constant('poll' as const),
  question: words,
  options: fc.array(words, { minLength: 2, maxLength: 12 }),
  selectable: fc.integer({ min: 0, max: 12 }),
});
const groupInvite = fc.record({
  type: fc.constant('groupInvite' as const),
  group: fc.constant(GROUP),
  inviteCode: fc.stringMatching(/^[A-Za-z0-9]{16}$/),
  groupName: maybe(words),
  caption: maybe(words),
  expiresAt: maybe(fc.integer({ min: 1, max: 2 ** 32 }).map((seconds) => new Date(seconds * 1000).toISOString())),
});
const text = fc.record({ type: fc.constant('text' as const), text: words });
const quotable: fc.Arbitrary<Content> = fc.oneof(
  text,
  fc.record({ type: fc.constantFrom(...MEDIA_MESSAGE_TYPES), media: info, caption: maybe(words) }),
  location,
  contact,
  groupInvite,
  poll,
);

/** A message of the chat: in one of two, what is not ours is the other one's. */
const refIn = (to: string, fromMe = fc.boolean()): fc.Arbitrary<MessageRef> =>
  fc.record({ messageId: id, fromMe, other: person }).map(({ other, ...ref }) => {
    return { ...ref, author: ref.fromMe ? ME : isGroup(to) ? other : to };
  });
/** What acceptance lets through: only own messages are edited, and those of others deleted in groups only. */
const contentIn = (to: string): fc.Arbitrary<OutboundContent> =>
  fc.oneof(
    text,
    media,
    location,
    contact,
    groupInvite,
    fc.tuple(poll, secret).map(([asked, opensVotes]) => ({ ...asked, secret: opensVotes })),
    fc.record({
      type: fc.constant('reaction' as const),
      target: refIn(to),
      emoji: fc.constantFrom('👍', '❤️', ''),
      at,
    }),
    fc.record({ type: fc.constant('edit' as const), target: refIn(to, fc.constant(true)), text: words, at }),
    fc.record({
      type: fc.constant('pin' as const),
      target: refIn(to),
      seconds: fc.constantFrom(0, 86_400, 604_800, 2_592_000),
      at,
    }),
    fc.record({
      type: fc.constant('delete' as const),
      target: refIn(to, isGroup(to) ? fc.boolean() : fc.constant(true)),
    }),
  );
const contextIn = (to: string): fc.Arbitrary<MessageContext> =>
  fc.record({
    replyTo: maybe(fc.tuple(refIn(to), maybe(quotable)).map(([ref, content]) => ({ ...ref, content }))),
    mentions: fc.array(person, { maxLength: 3 }),
    forwarded: fc.boolean(),
    viewOnce: fc.boolean(),
    disappearsAfterSeconds: maybe(fc.constantFrom(86_400, 604_800)),
  });
/** An action surrounds nothing but the names in a new text, and only what is seen or heard is gone after one look. */
const anyMessage: fc.Arbitrary<OutboxMessage> = chat
  .chain((to) => fc.record({ messageId: id, to: fc.constant(to), content: contentIn(to), context: contextIn(to) }))
  .map(({ content, context, ...message }) => {
    if (['reaction', 'delete', 'pin'].includes(content.type)) return { ...message, content };
    if (content.type === 'edit') return { ...message, content, context: { ...NO_CONTEXT, mentions: context.mentions } };
    const viewOnce = context.viewOnce && ['image', 'video', 'voice'].includes(content.type);
    return { ...message, content, context: { ...context, viewOnce } };
  });

function addressesOf(mediaKey: Uint8Array) {
  const hash = createHash('sha256').update(mediaKey).digest();
  const directPath = `/v/${hash.toString('hex')}`;
  return { directPath, url: `https://mmg.example${directPath}`, fileEncSha256: hash, fileSha256: hash };
}
