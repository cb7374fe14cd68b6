import { type AuthenticationCreds, initAuthCreds, proto, writeRandomPadMax16 } from '@whiskeysockets/baileys';
import { contentOf, inboundReader } from './inbound-facts.js';

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
const unknown = () => Promise.resolve(null);

describe('a received message', () => {
  const text = bytes({ conversation: 'hello' });

  it('is known by phone number when WhatsApp speaks in phone numbers', async () => {
    const node = stanza({ from: '628222222222:1@s.whatsapp.net', sender_lid: '222000222@lid' });
    expect(await inboundReader(creds).fact(node, text, unknown)).toEqual({
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
    const fact = await inboundReader(creds).fact(node, text, unknown);
    expect(fact?.payload).toMatchObject({ from: '628222222222@s.whatsapp.net', fromLid: '222000222@lid' });
  });

  it('is known by the phone number learnt before when WhatsApp says only the LID', async () => {
    const learnt = (lid: string) => Promise.resolve(lid === '222000222@lid' ? '628222222222:0@s.whatsapp.net' : null);
    const fact = await inboundReader(creds).fact(stanza({ from: '222000222:4@lid' }), text, learnt);
    expect(fact?.payload).toMatchObject({ chat: '628222222222@s.whatsapp.net', from: '628222222222@s.whatsapp.net' });
  });

  it('keeps the LID when nobody knows the number', async () => {
    const fact = await inboundReader(creds).fact(stanza({ from: '222000222@lid' }), text, unknown);
    expect(fact?.payload).toMatchObject({ chat: '222000222@lid', from: '222000222@lid' });
  });

  it('is from us, to the chat, when it is a copy of what our phone sent', async () => {
    const node = stanza({ from: '628111111111@s.whatsapp.net', recipient: '628222222222@s.whatsapp.net' });
    const copy = bytes({ deviceSentMessage: { destinationJid: 'x', message: { conversation: 'mine' } } });
    const fact = await inboundReader(creds).fact(node, copy, unknown);
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
    const fact = await inboundReader(creds).fact(node, text, unknown);
    expect(fact?.payload).toMatchObject({
      chat: '120363000@g.us',
      from: '628222222222@s.whatsapp.net',
      to: '120363000@g.us',
    });
  });

  it('is nothing to tell when it is between the devices', async () => {
    const node = stanza({ from: '628111111111@s.whatsapp.net', category: 'peer' });
    expect(await inboundReader(creds).fact(node, text, unknown)).toBeNull();
  });
});

describe('the content of a message', () => {
  it('is text, plain or extended', () => {
    expect(contentOf(bytes({ conversation: 'a' }))).toEqual({ type: 'text', text: 'a' });
    expect(contentOf(bytes({ extendedTextMessage: { text: 'b' } }))).toEqual({ type: 'text', text: 'b' });
    expect(contentOf(bytes({ ephemeralMessage: { message: { conversation: 'c' } } }))).toEqual({
      type: 'text',
      text: 'c',
    });
  });

  it('keeps the raw kind of what is not understood, rather than dropping it', () => {
    expect(contentOf(bytes({ pollCreationMessage: { name: 'q' } }))).toEqual({
      type: 'unsupported',
      rawKind: 'pollCreationMessage',
    });
    expect(contentOf(Buffer.from([0xff, 0xff, 0xff, 1]))).toEqual({ type: 'unsupported', rawKind: 'undecodable' });
  });

  it('tells of a deletion, and not of the devices’ own protocol', () => {
    const { Type } = proto.Message.ProtocolMessage;
    expect(contentOf(bytes({ protocolMessage: { type: Type.REVOKE } }))).toMatchObject({
      rawKind: 'protocolMessage.REVOKE',
    });
    expect(contentOf(bytes({ protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE } }))).toBeNull();
    expect(contentOf(bytes({ senderKeyDistributionMessage: { groupId: 'g' } }))).toBeNull();
  });
});
