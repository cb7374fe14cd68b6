import { proto } from '@whiskeysockets/baileys';
import { topLevelFields, UnreadableHistory } from './top-level-fields.js';

const history = Buffer.from(
  proto.HistorySync.encode({
    syncType: proto.HistorySync.HistorySyncType.RECENT,
    progress: 70,
    conversations: Array.from({ length: 20 }, (_, n) => ({ id: `${n}@s.whatsapp.net`, name: 'x'.repeat(n * 50) })),
    pushnames: [{ id: '1@s.whatsapp.net', pushname: 'Ada' }],
  }).finish(),
);

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(bytes: Buffer, size: number, maxBytes = 10_000) {
  const fields = [];
  for await (const { number, bytes: content } of topLevelFields(inPieces(bytes, size), maxBytes)) {
    fields.push(number === 2 ? proto.Conversation.decode(content).id : number);
  }
  return fields;
}

describe('the fields of a large protobuf message', () => {
  const expected = [...Array.from({ length: 20 }, (_, n) => `${n}@s.whatsapp.net`), 7];

  it.each([1, 3, 64, 1_000, 100_000])('come one after the other, in pieces of %p bytes', async (size) => {
    expect(await all(history, size)).toEqual(expected);
  });

  it('are none of an empty message', async () => {
    expect(await all(Buffer.alloc(0), 10)).toEqual([]);
  });

  it('are refused when one is larger than may be held', async () => {
    await expect(all(history, 64, 500)).rejects.toThrow(UnreadableHistory);
  });

  it('are refused when they end too early, or are none', async () => {
    await expect(all(history.subarray(0, -1), 64)).rejects.toThrow(UnreadableHistory);
    await expect(all(Buffer.alloc(40, 0xff), 7)).rejects.toThrow(UnreadableHistory);
  });
});
