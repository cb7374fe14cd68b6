import {
  type AuthenticationCreds,
  type BinaryNode,
  initAuthCreds,
  proto,
  writeRandomPadMax16,
} from '@whiskeysockets/baileys';
import { inboundReader, withheldFact } from './inbound-facts.js';

const creds: AuthenticationCreds = {
  ...initAuthCreds(),
  me: { id: '628111111111:3@s.whatsapp.net', lid: '111000111:3@lid', name: 'Shop' },
};
const bytes = (message: proto.IMessage) => writeRandomPadMax16(proto.Message.encode(message).finish());
const stanza = (attrs: Record<string, string>) => ({
  tag: 'message',
  attrs: { id: 'M1', t: '1700000000', notify: 'Bob', ...attrs },
  content: [],
});
const account = {
  sessionId: 'shop',
  syncHistory: 'recent' as const,
  read: () => null,
  olderThanNewest: () => [],
  sentMessage: () => Promise.resolve(null),
};
const read = async (node: BinaryNode, plaintext: Uint8Array, phoneOfLid = unknown) =>
  (await inboundReader(account, creds).read(node, plaintext, phoneOfLid))?.fact;
const unknown = (_lid: string): Promise<string | null> => Promise.resolve(null);

describe('a message that WhatsApp keeps on the phone', () => {
  const from = { from: '222000222@lid', sender_pn: '628222222222@s.whatsapp.net', addressing_mode: 'lid' };
  const withheld = (type: string, attrs = {}, ...more: BinaryNode[]) => {
    const unavailable = { tag: 'unavailable', attrs: { type } };
    return withheldFact({ ...stanza({ ...from, ...attrs }), content: [unavailable, ...more] }, creds);
  };

  it('is told of, as one that can be viewed once where it is', () => {
    expect(withheld('view_once')?.payload).toMatchObject({
      messageId: 'M1',
      from: '628222222222@s.whatsapp.net',
      fromLid: '222000222@lid',
      content: { type: 'unsupported', rawKind: 'viewOnceUnavailable' },
      context: { viewOnce: true },
    });
    expect(withheld('hosted_unavailable_fanout')?.payload).toMatchObject({ content: { rawKind: 'unavailable' } });
    expect(withheld('hosted_unavailable_fanout')?.payload).not.toHaveProperty('context');
  });

  it('is none when it comes after all, or is for devices only', () => {
    expect(withheld('view_once', {}, { tag: 'enc', attrs: {} })).toBeNull();
    expect(withheld('view_once', { category: 'peer' })).toBeNull();
    expect(withheldFact(stanza(from), creds)).toBeNull();
  });
});

describe('a message that the phone gives again', () => {
  const { Type } = proto.Message.ProtocolMessage;
  const given = (key: proto.IMessageKey, message: proto.IMessage = { conversation: 'again' }) => {
    const info = { key, message, messageTimestamp: 1_690_000_000, pushName: 'Bob' };
    const webMessageInfoBytes = proto.WebMessageInfo.encode(info).finish();
    const peerDataOperationRequestResponseMessage = {
      peerDataOperationResult: [{ placeholderMessageResendResponse: { webMessageInfoBytes } }],
    };
    const type = Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE;
    return bytes({ protocolMessage: { type, peerDataOperationRequestResponseMessage } });
  };
  const fromPhone = (from = '628111111111@s.whatsapp.net') => stanza({ id: 'P9', category: 'peer', from });
  const group = '120363000000000001@g.us';

  it('is the message itself, with its id, chat and time', async () => {
    const fact = await read(
      fromPhone(),
      given({ remoteJid: '628222222222@s.whatsapp.net', fromMe: false, id: 'LOST' }),
    );
    expect(fact).toMatchObject({ kind: 'message.received' });
    expect(fact?.payload).toMatchObject({
      ...{ messageId: 'LOST', fromMe: false, chat: '628222222222@s.whatsapp.net', from: '628222222222@s.whatsapp.net' },
      ...{ to: '628111111111@s.whatsapp.net', pushName: 'Bob', timestamp: 1_690_000_000 },
      content: { type: 'text', text: 'again' },
    });
  });

  it.each([
    ['628222222222@s.whatsapp.net', undefined, true, '628111111111@s.whatsapp.net'],
    [group, '628222222222@s.whatsapp.net', false, '628222222222@s.whatsapp.net'],
    [group, undefined, true, '628111111111@s.whatsapp.net'],
  ])('in %s, of %s, own: %s, is by %s', async (remoteJid, participant, fromMe, from) => {
    const key = { remoteJid, fromMe, id: 'LOST', ...(participant && { participant }) };
    expect((await read(fromPhone(), given(key)))?.payload).toMatchObject({
      messageId: 'LOST',
      chat: remoteJid,
      fromMe,
      from,
    });
  });

  it('is none when anybody else says so, or it is nothing', async () => {
    const key = { remoteJid: '628222222222@s.whatsapp.net', fromMe: false, id: 'LOST' };
    expect(await read(fromPhone('628333333333@s.whatsapp.net'), given(key))).toBeUndefined();
    expect(await read(fromPhone(), given({ ...key, remoteJid: '' }))).toBeUndefined();
    expect(await read(fromPhone(), Buffer.from('not a message'))).toBeUndefined();
  });
});

describe('a received message', () => {
  const text = bytes({ conversation: 'hello' });

  it('is known by phone number when WhatsApp speaks in phone numbers', async () => {
    const node = stanza({ from: '628222222222:1@s.whatsapp.net', sender_lid: '222000222@lid' });
    expect(await read(node, text, unknown)).toEqual({
      kind: 'message.received',
      payload: {
        messageId: 'M1',
        fromMe: false,
        chat: '628222222222@s.whatsapp.net',
        from: '628222222222@s.whatsapp.net',
        to: '628111111111@s.whatsapp.net',
        fromLid: '222000222@lid',
        pushName: 'Bob',
        timestamp: 1700000000,
        content: { type: 'text', text: 'hello' },
      },
    });
  });

  it('is known by phone number when WhatsApp speaks in LIDs and says the number', async () => {
    const node = stanza({ from: '222000222@lid', sender_pn: '628222222222@s.whatsapp.net', addressing_mode: 'lid' });
    const fact = await read(node, text, unknown);
    expect(fact?.payload).toMatchObject({ from: '628222222222@s.whatsapp.net', fromLid: '222000222@lid' });
  });

  it('is known by the phone number learnt before when WhatsApp says only the LID', async () => {
    const learnt = (lid: string) => Promise.resolve(lid === '222000222@lid' ? '628222222222:0@s.whatsapp.net' : null);
    const fact = await read(stanza({ from: '222000222:4@lid' }), text, learnt);
    expect(fact?.payload).toMatchObject({ chat: '628222222222@s.whatsapp.net', from: '628222222222@s.whatsapp.net' });
  });

  it('keeps the LID when nobody knows the number', async () => {
    const fact = await read(stanza({ from: '222000222@lid' }), text, unknown);
    expect(fact?.payload).toMatchObject({ chat: '222000222@lid', from: '222000222@lid' });
  });

  it('is from us, to the chat, when it is a copy of what our phone sent', async () => {
    const node = stanza({ from: '628111111111@s.whatsapp.net', recipient: '628222222222@s.whatsapp.net' });
    const copy = bytes({ deviceSentMessage: { destinationJid: 'x', message: { conversation: 'mine' } } });
    const fact = await read(node, copy, unknown);
    expect(fact?.payload).toMatchObject({
      fromMe: true,
      from: '628111111111@s.whatsapp.net',
      to: '628222222222@s.whatsapp.net',
      chat: '628222222222@s.whatsapp.net',
      content: { type: 'text', text: 'mine' },
    });
  });

  it('has the group as its chat and the participant as its sender', async () => {
    const node = stanza({
      from: '120363000@g.us',
      participant: '222000222@lid',
      participant_pn: '628222222222@s.whatsapp.net',
      addressing_mode: 'lid',
    });
    const fact = await read(node, text, unknown);
    expect(fact?.payload).toMatchObject({
      chat: '120363000@g.us',
      from: '628222222222@s.whatsapp.net',
      to: '120363000@g.us',
    });
  });

  it('is nothing to tell when it is between the devices', async () => {
    const node = stanza({ from: '628111111111@s.whatsapp.net', category: 'peer' });
    expect(await read(node, text, unknown)).toBeUndefined();
  });
});

describe('what surrounds a received message', () => {
  const ME = '628111111111@s.whatsapp.net';
  const BOB = '628222222222@s.whatsapp.net';
  const fromBob = stanza({ from: '628222222222:1@s.whatsapp.net', sender_lid: '222000222@lid' });
  const inGroup = stanza({ from: '120363000@g.us', participant: '222000222@lid', participant_pn: BOB });
  const payload = async (node: ReturnType<typeof stanza>, message: proto.IMessage, lookUp = unknown) => {
    const fact = await read(node, bytes(message), lookUp);
    return fact?.payload;
  };
  const replyTo = (contextInfo: proto.IContextInfo) => ({ extendedTextMessage: { text: 'yes', contextInfo } });

  it('is the message that it answers, with its author and what it said', async () => {
    const quote = { stanzaId: 'Q1', participant: '111000111:3@lid', quotedMessage: { conversation: 'open?' } };
    expect(await payload(fromBob, replyTo(quote))).toMatchObject({
      context: { replyTo: { messageId: 'Q1', fromMe: true, author: ME, content: { type: 'text', text: 'open?' } } },
    });
    const learnt = () => Promise.resolve('628333333333@s.whatsapp.net');
    const elsewhere = { ...quote, remoteJid: 'status@broadcast' };
    expect(await payload(fromBob, replyTo(elsewhere))).toMatchObject({
      context: { replyTo: { messageId: 'Q1', fromMe: true, chat: 'status@broadcast' } },
    });
    expect(await payload(inGroup, replyTo({ stanzaId: 'Q2', participant: '333000333@lid' }), learnt)).toMatchObject({
      context: { replyTo: { messageId: 'Q2', fromMe: false, author: '628333333333@s.whatsapp.net', content: null } },
    });
  });

  it('is whom it names, each once, by phone number', async () => {
    const learnt = (lid: string) => Promise.resolve(lid === '222000222@lid' ? BOB : null);
    const mentionedJid = ['222000222@lid', BOB, '111000111@lid', '444000444@lid'];
    expect(await payload(inGroup, replyTo({ mentionedJid }), learnt)).toMatchObject({
      context: { mentions: [BOB, ME, '444000444@lid'] },
    });
  });

  it('is that it was forwarded, disappears, and can be opened once', async () => {
    const contextInfo = { isForwarded: true, expiration: 604_800 };
    const imageMessage = { mediaKey: Buffer.alloc(32, 1), directPath: '/v/1', viewOnce: true, contextInfo };
    expect(await payload(fromBob, { imageMessage })).toMatchObject({
      context: { forwarded: true, disappearsAfterSeconds: 604_800, viewOnce: true, replyTo: null, mentions: [] },
    });
  });

  it('is absent where there is nothing', async () => {
    expect(await payload(fromBob, { conversation: 'plain' })).not.toHaveProperty('context');
  });
});

describe('what is done to a message', () => {
  const { Type } = proto.Message.ProtocolMessage;
  const ME = '628111111111@s.whatsapp.net';
  const BOB = '628222222222@s.whatsapp.net';
  const fromBob = { from: '628222222222@s.whatsapp.net', sender_lid: '222000222@lid' };
  const bobInGroup = { from: '120363000@g.us', participant: '222000222@lid', participant_pn: BOB };
  const myPhone = { from: ME, recipient: BOB };
  const told = (attrs: Record<string, string>, message: proto.IMessage) => read(stanza(attrs), bytes(message), unknown);
  const reaction = (key: proto.IMessageKey, text = '👍') => ({ reactionMessage: { key, text } });
  const deletion = (key: proto.IMessageKey) => ({ protocolMessage: { type: Type.REVOKE, key } });

  it.each([
    ['ours, in a chat', fromBob, { id: 'T', fromMe: false, remoteJid: ME }, { fromMe: true, author: ME }],
    ['ours, named by LID', fromBob, { id: 'T', participant: '111000111@lid' }, { fromMe: true, author: ME }],
    ['the reader’s own', fromBob, { id: 'T', fromMe: true }, { fromMe: false, author: BOB }],
    ['theirs, read on our phone', myPhone, { id: 'T', fromMe: false }, { fromMe: false, author: BOB }],
    ['ours, read on our phone', myPhone, { id: 'T', fromMe: true }, { fromMe: true, author: ME }],
    [
      'a third one’s',
      bobInGroup,
      { id: 'T', participant: '62833333333@s.whatsapp.net' },
      { fromMe: false, author: '62833333333@s.whatsapp.net' },
    ],
    ['somebody’s in a group', bobInGroup, { id: 'T' }, { fromMe: false, author: '' }],
  ])('is a reaction to a message that is %s', async (_whose, attrs, key, target) => {
    const fact = await told(attrs, reaction(key));
    expect(fact).toMatchObject({
      kind: 'message.reaction',
      payload: { target: { messageId: 'T', ...target }, emoji: '👍' },
    });
  });

  it('is the end of a reaction', async () => {
    expect((await told(fromBob, reaction({ id: 'T' }, '')))?.payload).toMatchObject({ emoji: '' });
  });

  it('is an edit, of the author’s own message only', async () => {
    const protocolMessage = {
      type: Type.MESSAGE_EDIT,
      key: { id: 'T', fromMe: false },
      editedMessage: { conversation: 'new' },
    };
    const expected = {
      kind: 'message.edited',
      payload: { target: { messageId: 'T', fromMe: false, author: BOB }, text: 'new' },
    };
    expect(await told(fromBob, { protocolMessage })).toMatchObject(expected);
    expect(await told(fromBob, { editedMessage: { message: { protocolMessage } } })).toMatchObject(expected);
  });

  it('is the edit of a caption', async () => {
    const editedMessage = { imageMessage: { caption: 'better' } };
    const fact = await told(fromBob, { protocolMessage: { type: Type.MESSAGE_EDIT, key: { id: 'T' }, editedMessage } });
    expect(fact).toMatchObject({ kind: 'message.edited', payload: { text: 'better' } });
  });

  it('is a deletion, of the author’s own message only', async () => {
    expect(await told(fromBob, deletion({ id: 'T', fromMe: false }))).toMatchObject({
      kind: 'message.deleted',
      payload: { target: { messageId: 'T', fromMe: false, author: BOB } },
    });
  });

  it('is a deletion by an administrator of a group, where WhatsApp says so', async () => {
    const key = { id: 'T', participant: '62833333333@s.whatsapp.net' };
    expect(await told({ ...bobInGroup, edit: '8' }, deletion(key))).toMatchObject({
      payload: { from: BOB, target: { fromMe: false, author: '62833333333@s.whatsapp.net' } },
    });
    expect(await told({ ...bobInGroup, edit: '7' }, deletion(key))).toMatchObject({
      payload: { target: { author: BOB } },
    });
    expect(await told({ ...fromBob, edit: '8' }, deletion(key))).toMatchObject({
      payload: { target: { author: BOB } },
    });
  });
});
