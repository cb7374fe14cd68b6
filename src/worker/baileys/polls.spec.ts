import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { type BinaryNode, initAuthCreds, proto, writeRandomPadMax16 } from '@whiskeysockets/baileys';
import type { OutboxMessage } from '../../contracts/index.js';
import type { Changes } from '../whatsapp/port.js';
import { inboundReader } from './inbound-facts.js';

const ME = { pn: '628111111111@s.whatsapp.net', lid: '111000111@lid' };
const BOB = { pn: '628222222222@s.whatsapp.net', lid: '222000222@lid' };
const creds = { ...initAuthCreds(), me: { id: '628111111111:3@s.whatsapp.net', lid: '111000111:3@lid' } };
const secret = Buffer.alloc(32, 7);
const options = ['Soto', 'Rendang', 'Gado-gado'];

/** What WhatsApp's phones do, from whatsmeow's msgsecret.go. */
function sealVote(creator: string, voter: string, chosen: string[], pollId = 'POLL') {
  const selectedOptions = chosen.map((option) => createHash('sha256').update(option).digest());
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
  const info = Buffer.concat([Buffer.from(`${pollId}${creator}${voter}Poll Vote`), Buffer.from([1])]);
  const key = createHmac('sha256', extracted).update(info).digest();
  const encIv = Buffer.alloc(12, 9);
  const cipher = createCipheriv('aes-256-gcm', key, encIv).setAAD(Buffer.from(`${pollId}\0${voter}`));
  const vote = proto.Message.PollVoteMessage.encode({ selectedOptions }).finish();
  return { encIv, encPayload: Buffer.concat([cipher.update(vote), cipher.final(), cipher.getAuthTag()]) };
}

function stage(sent: OutboxMessage | null = null) {
  const memory = new Map<string, unknown>();
  const account = {
    sessionId: 'shop',
    syncHistory: 'recent' as const,
    read: (type: string, id: string) => memory.get(`${type}|${id}`) ?? null,
    olderThanNewest: (count: number) =>
      [...memory.keys()].slice(0, Math.max(0, memory.size - count)).map((key) => key.slice(5)),
    sentMessage: () => Promise.resolve(sent),
  };
  const remember = (changes: Changes) => {
    for (const [id, value] of Object.entries(changes['poll'] ?? {})) {
      if (value === null) memory.delete(`poll|${id}`);
      else memory.set(`poll|${id}`, value);
    }
  };
  const read = async (attrs: Record<string, string>, message: proto.IMessage) => {
    const node: BinaryNode = { tag: 'message', attrs: { id: 'M1', t: '1700000000', ...attrs }, content: [] };
    const bytes = writeRandomPadMax16(proto.Message.encode(message).finish());
    const reading = await inboundReader(account, creds).read(node, bytes, () => Promise.resolve(null));
    remember(reading?.remember ?? {});
    return reading?.fact;
  };
  return { read, memory };
}

const fromBob = { from: BOB.pn, sender_lid: BOB.lid };
const poll = (pollSecret: Uint8Array = secret): proto.IMessage => ({
  pollCreationMessageV3: { name: 'Lunch?', options: options.map((optionName) => ({ optionName })) },
  messageContextInfo: { messageSecret: pollSecret },
});
const vote = (sealed: ReturnType<typeof sealVote>, key: proto.IMessageKey): proto.IMessage => ({
  pollUpdateMessage: { pollCreationMessageKey: { id: 'POLL', ...key }, vote: sealed },
});

describe('a vote', () => {
  it.each([
    ['numbers', BOB.pn, BOB.pn],
    ['LIDs', BOB.lid, BOB.lid],
    ['a number and a LID', BOB.pn, BOB.lid],
  ])('in a poll of the voter is read, sealed with %s', async (_with, creator, voter) => {
    const { read } = stage();
    await read({ ...fromBob, id: 'POLL' }, poll());
    const fact = await read(fromBob, vote(sealVote(creator, voter, ['Gado-gado', 'Soto']), { fromMe: true }));
    expect(fact).toMatchObject({
      kind: 'poll.vote',
      payload: { from: BOB.pn, target: { messageId: 'POLL', author: BOB.pn }, options: ['Soto', 'Gado-gado'] },
    });
  });

  it('in a poll that our phone made is read', async () => {
    const { read } = stage();
    await read({ from: ME.pn, recipient: BOB.pn, id: 'POLL' }, { deviceSentMessage: { message: poll() } });
    const fact = await read(fromBob, vote(sealVote(ME.lid, BOB.lid, ['Rendang']), { fromMe: false }));
    expect(fact).toMatchObject({ kind: 'poll.vote', payload: { target: { fromMe: true }, options: ['Rendang'] } });
  });

  it('in a poll that we sent is read, and the poll is remembered from then on', async () => {
    const content = { type: 'poll', question: 'Lunch?', options, selectable: 1, secret: secret.toString('base64') };
    const { read, memory } = stage({ messageId: 'POLL', to: BOB.pn, content } as unknown as OutboxMessage);
    const fact = await read(fromBob, vote(sealVote(ME.pn, BOB.pn, ['Soto']), { fromMe: false }));
    expect(fact).toMatchObject({ kind: 'poll.vote', payload: { target: { fromMe: true }, options: ['Soto'] } });
    expect([...memory.keys()]).toEqual([`poll|${ME.pn}/POLL`]);
  });

  it('that is taken back has no options', async () => {
    const { read } = stage();
    await read({ ...fromBob, id: 'POLL' }, poll());
    const fact = await read(fromBob, vote(sealVote(BOB.pn, BOB.pn, []), { fromMe: true }));
    expect(fact).toMatchObject({ kind: 'poll.vote', payload: { options: [] } });
  });

  it('that can not be read is kept as not understood', async () => {
    const { read } = stage();
    const kept = {
      kind: 'message.received',
      payload: { content: { type: 'unsupported', rawKind: 'pollUpdateMessage' } },
    };
    const unknownPoll = vote(sealVote(BOB.pn, BOB.pn, ['Soto']), { fromMe: true });
    expect(await read(fromBob, unknownPoll)).toMatchObject(kept);
    await read({ ...fromBob, id: 'POLL' }, poll());
    const ofSomebodyElse = vote(sealVote(BOB.pn, ME.pn, ['Soto']), { fromMe: true });
    expect(await read(fromBob, ofSomebodyElse)).toMatchObject(kept);
  });
});

describe('polls', () => {
  it('are remembered up to a thousand, the oldest forgotten first', async () => {
    const { read, memory } = stage();
    for (let n = 0; n < 1_005; n++) await read({ ...fromBob, id: `P${n}` }, poll());
    expect(memory.size).toBe(1_000);
    expect(memory.has(`poll|${BOB.pn}/P4`)).toBe(false);
    expect(memory.has(`poll|${BOB.pn}/P5`)).toBe(true);
  });

  it('can not be replaced by a poll of somebody else with the same id', async () => {
    const { read } = stage();
    await read({ ...fromBob, id: 'POLL' }, poll());
    await read({ from: '628999999999@s.whatsapp.net', id: 'POLL' }, poll(Buffer.alloc(32, 1)));
    const fact = await read(fromBob, vote(sealVote(BOB.pn, BOB.pn, ['Soto']), { fromMe: true }));
    expect(fact).toMatchObject({ kind: 'poll.vote' });
  });
});
