/** One field of a protobuf message that holds bytes: a text, or another message. */
export interface Field {
  number: number;
  bytes: Buffer;
}

/** What can not be read as a protobuf message, or holds more at once than may be. */
export class UnreadableHistory extends Error {}

const BYTES = 2;
const FIXED_LENGTH: Record<number, number> = { 1: 8, 5: 4 };
const VARINT = 0;
/** Of a tag or a length. */
const MAX_VARINT_BYTES = 10;

/**
 * The fields of a large protobuf message one after the other, as its bytes come in: what is held in memory is one field, `maxBytes` at
 * most. Numbers are passed over. Throws UnreadableHistory.
 */
export async function* topLevelFields(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Field> {
  let waiting: Uint8Array[] = [];
  let held = 0;
  let needed = 1;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    held += chunk.length;
    if (held < needed) continue;
    const bytes = Buffer.concat(waiting);
    let at = 0;
    for (;;) {
      const next = fieldAt(bytes, at);
      if ('needed' in next) {
        needed = next.needed;
        break;
      }
      if (next.field) yield next.field;
      at = next.end;
    }
    if (needed > maxBytes) throw new UnreadableHistory(`a part of it has ${needed} bytes`);
    waiting = [bytes.subarray(at)];
    held = bytes.length - at;
  }
  if (held > 0) throw new UnreadableHistory('it ends within a field');
}

type Next = { field: Field | null; end: number } | { needed: number };

/** The field that begins there, or how many bytes from there on are needed to read it. */
function fieldAt(bytes: Buffer, start: number): Next {
  const more = { needed: bytes.length - start + 1 };
  const tag = varint(bytes, start);
  if (!tag) return more;
  const wireType = tag.value % 8;
  const fixed = FIXED_LENGTH[wireType];
  if (fixed !== undefined) return within(bytes, start, tag.end + fixed, null);
  const number = varint(bytes, tag.end);
  if (!number) return more;
  if (wireType === VARINT) return { field: null, end: number.end };
  if (wireType !== BYTES) throw new UnreadableHistory(`a field of type ${wireType}`);
  const end = number.end + number.value;
  return within(bytes, start, end, { number: Math.floor(tag.value / 8), bytes: bytes.subarray(number.end, end) });
}

function within(bytes: Buffer, start: number, end: number, field: Field | null): Next {
  return end > bytes.length ? { needed: end - start } : { field, end };
}

function varint(bytes: Buffer, start: number): { value: number; end: number } | null {
  let value = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    value += (byte % 128) * 2 ** (7 * (at - start));
    if (byte < 128) return { value, end: at + 1 };
    if (at - start >= MAX_VARINT_BYTES) throw new UnreadableHistory('a number without end');
  }
  return null;
}
