import { proto, writeRandomPadMax16 } from '@whiskeysockets/baileys';
import fc from 'fast-check';
import { type Meaning, meaningOf, messageMeaning } from './inbound-meaning.js';

const RUNS = { numRuns: 150 };

describe('whatever comes in', () => {
  it('means something, if it is a message of the protocol, however it is filled', () => {
    fc.assert(
      fc.property(anyProtoMessage, (message) => expectMeaning(message)),
      RUNS,
    );
  });

  it('means something, if it is any protobuf at all', () => {
    fc.assert(
      fc.property(anyProtobuf, (bytes) => {
        const meaning = meaningOf(writeRandomPadMax16(bytes), 'shop');
        if (meaning === null) expectForDevices(proto.Message.decode(bytes));
        else expectClear(meaning);
      }),
      RUNS,
    );
  });

  it('is kept under its own name, if we do not read its kind', () => {
    const known = new Set<string>(READ);
    for (const kind of KINDS.filter((one) => !known.has(one))) {
      const message = codec({ [kind]: {} }) ?? codec({ [kind]: 'x' });
      if (message?.[kind] == null) continue;
      expect([kind, messageMeaning(message, 'shop')]).toMatchObject([kind, { content: { rawKind: kind } }]);
    }
  });
});

function expectMeaning(message: proto.IMessage): void {
  const meaning = messageMeaning(message, 'shop');
  if (meaning === null) expectForDevices(message);
  else expectClear(meaning);
}

/** Only keys, and the protocol that devices speak among themselves, say nothing to people. */
function expectForDevices(message: proto.IMessage): void {
  expect(JSON.stringify(message)).toMatch(/SenderKeyDistributionMessage|senderKeyDistributionMessage|protocolMessage/);
}

function expectClear(meaning: Meaning): void {
  if (meaning.kind !== 'content') return;
  const { content } = meaning;
  expect(JSON.parse(JSON.stringify(content))).toEqual(content);
  if (content.type === 'unsupported') expect(content.rawKind).toMatch(/^[\w.]+$/);
}

/** Enumerable on the prototype: all fields of a message that Baileys' protobuf knows. */
const KINDS = fieldsOf(proto.Message.prototype) as (keyof proto.IMessage)[];
/** What is read, or nothing for people; all other kinds are named by `rawKind`. */
const READ = [
  'conversation',
  'extendedTextMessage',
  'locationMessage',
  'liveLocationMessage',
  'contactMessage',
  'protocolMessage',
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
];
/** The fields that a reader looks at, and a few that it does not. */
const PARTS = [
  ...['message', 'text', 'caption', 'name', 'contextInfo', 'key', 'id', 'type', 'editedMessage', 'url', 'fileName'],
  ...['mediaKey', 'directPath', 'fileLength', 'mimetype', 'seconds', 'width', 'height', 'jpegThumbnail', 'ptt'],
  ...['degreesLatitude', 'degreesLongitude', 'displayName', 'vcard', 'contacts', 'options', 'optionName'],
  ...['selectableOptionsCount', 'pollCreationMessageKey', 'vote', 'encPayload', 'viewOnce', 'messageSecret'],
  ...['ephemeralExpiration', 'quotedMessage', 'mentionedJid', 'stanzaId', 'expiration', 'remoteJid', 'unknownField'],
];

type Loose = string | number | boolean | null | Uint8Array | Loose[] | { [name: string]: Loose };

const { loose } = fc.letrec<{ loose: Loose }>((tie) => ({
  loose: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('loose'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...PARTS, ...KINDS), tie('loose'), { maxKeys: 6 }),
  ),
}));
const anyProtoMessage = fc
  .dictionary(fc.constantFrom(...KINDS), loose, { minKeys: 1, maxKeys: 3 })
  .map((fields) =>
    Object.entries(fields).reduce((said, [kind, part]) => ({ ...said, ...codec({ [kind]: part }) }), {}),
  );

/** What is left of it when it has gone over the wire; null where the codec refuses it. */
function codec(fields: Loose): proto.IMessage | null {
  try {
    return proto.Message.decode(proto.Message.encode(proto.Message.fromObject(fields as object)).finish());
  } catch {
    return null;
  }
}

/** Fields of any number and wire type, with bytes, texts and other messages in them. */
const { protobuf: anyProtobuf } = fc.letrec<{ protobuf: Buffer; field: Buffer }>((tie) => ({
  protobuf: fc.array(tie('field'), { minLength: 1, maxLength: 4 }).map((fields) => Buffer.concat(fields)),
  field: fc
    .tuple(
      fc.oneof(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 16_000 })),
      fc.oneof(
        { depthSize: 'small' },
        fc.nat().map((value) => ({ wire: 0, value: varint(value) })),
        fc.uint8Array({ maxLength: 30 }).map((value) => ({ wire: 2, value: sized(value) })),
        fc.string({ maxLength: 20 }).map((value) => ({ wire: 2, value: sized(Buffer.from(value)) })),
        fc.uint8Array({ minLength: 8, maxLength: 8 }).map((value) => ({ wire: 1, value: Buffer.from(value) })),
        tie('protobuf').map((value) => ({ wire: 2, value: sized(value) })),
      ),
    )
    .map(([number, { wire, value }]) => Buffer.concat([varint(number * 8 + wire), value])),
}));

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}

function sized(bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(bytes.length), bytes]);
}

function fieldsOf(prototype: object): string[] {
  const names: string[] = [];
  for (const name in prototype) if ((prototype as Record<string, unknown>)[name] === null) names.push(name);
  return names;
}
