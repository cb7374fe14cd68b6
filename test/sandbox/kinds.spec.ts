import { randomBytes } from 'node:crypto';
import { normalizeMessageContent, proto, type AnyMessageContent, type WAMessage } from '@whiskeysockets/baileys';
import { openVote, sealVote } from '../../src/sandbox/content/poll-vote.js';
import { eventually, Stage, type Client, type Json } from './support.js';

interface Person {
  phoneNumber: string;
  jid: string;
  lid: string;
}

describe('kinds of messages', () => {
  let stage: Stage;
  let client: Client;
  let contact: Person;
  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
    contact = await stage.contact({ name: 'Grace' });
  });
  afterAll(() => stage.close());

  /** Sends as the contact and gives what the client got, unwrapped, with its key. */
  async function say(body: Json): Promise<{ id: string; got: WAMessage; content: proto.IMessage }> {
    const { messageId: id } = await stage.api.post<{ messageId: string }>(`/contacts/${contact.phoneNumber}/messages`, {
      to: client.phoneNumber,
      ...body,
    });
    const got = await eventually('the message', () =>
      client.messages.find(({ key, message }) => key.id === id && message),
    );
    return { id, got, content: normalizeMessageContent(got.message) ?? {} };
  }

  /** Sends from the client and gives what the contact decrypted. */
  async function send(
    content: AnyMessageContent,
    quoted?: WAMessage,
  ): Promise<{ id: string; seen: Json; sent: WAMessage }> {
    const sent = await client.socket.sendMessage(contact.jid, content, quoted && { quoted });
    const id = sent?.key.id ?? '';
    const seen = await eventually('decrypted', async () => {
      const message = await stage.api.message({ id, from: client.phoneNumber });
      return message?.content ? (message as unknown as Json) : undefined;
    });
    return { id, seen, sent: sent as WAMessage };
  }

  describe('from a contact', () => {
    it('are texts with a reply, mentions and the mark of forwarding', async () => {
      const first = await say({ text: 'first' });
      const { content } = await say({
        text: `@${client.phoneNumber} second`,
        replyTo: first.id,
        mentions: [client.phoneNumber],
        forwarded: true,
      });
      expect(content.extendedTextMessage).toMatchObject({
        text: `@${client.phoneNumber} second`,
        contextInfo: {
          stanzaId: first.id,
          participant: contact.jid,
          quotedMessage: { conversation: 'first' },
          mentionedJid: [`${client.phoneNumber}@s.whatsapp.net`],
          isForwarded: true,
        },
      });
    });

    it('are locations', async () => {
      const { content } = await say({
        type: 'location',
        latitude: 52.5,
        longitude: 13.4,
        name: 'Gate',
        address: 'Platz 1',
      });
      expect(content.locationMessage).toMatchObject({
        degreesLatitude: 52.5,
        degreesLongitude: 13.4,
        name: 'Gate',
        address: 'Platz 1',
      });
    });

    it('are contact cards, one or several', async () => {
      const cards = [
        { name: 'Ada', phone: '15550101010' },
        { name: 'Alan', phone: '15550202020' },
      ];
      const one = await say({ type: 'contact', contacts: cards.slice(0, 1) });
      expect(one.content.contactMessage).toMatchObject({
        displayName: 'Ada',
        vcard: expect.stringContaining('+15550101010'),
      });
      const two = await say({ type: 'contact', contacts: cards });
      expect(two.content.contactsArrayMessage?.contacts?.map(({ displayName }) => displayName)).toEqual([
        'Ada',
        'Alan',
      ]);
    });

    it('are polls, and votes in a poll of the client that it can decrypt', async () => {
      const { content } = await say({ type: 'poll', question: 'Tea?', options: ['yes', 'no'], selectable: 1 });
      expect(content.pollCreationMessageV3).toMatchObject({ name: 'Tea?', selectableOptionsCount: 1 });
      expect(content.messageContextInfo?.messageSecret).toHaveLength(32);

      const secret = randomBytes(32);
      const { id } = await send({
        poll: { name: 'Day?', values: ['Mon', 'Tue'], messageSecret: secret, selectableCount: 2 },
      });
      const vote = await say({ type: 'vote', messageId: id, chosen: ['Tue'] });
      const { pollCreationMessageKey: key, vote: sealed } = vote.content.pollUpdateMessage ?? {};
      expect(key).toMatchObject({ id, fromMe: true });
      const ballot = { secret, pollId: id, creator: `${client.phoneNumber}@s.whatsapp.net`, voter: contact.jid };
      expect(openVote(ballot, sealed ?? {}, ['Mon', 'Tue'])).toEqual(['Tue']);
    });

    it('are reactions, edits and deletions, which name the message', async () => {
      const { id } = await say({ text: 'to be edited' });
      const mine = await client.send(contact.jid, 'react to me');
      await client.status(mine, 3);
      const reaction = await say({ type: 'reaction', messageId: mine, emoji: '👍' });
      expect(reaction.content.reactionMessage).toMatchObject({ text: '👍', key: { id: mine, fromMe: true } });
      const edit = await say({ type: 'edit', messageId: id, text: 'edited' });
      expect(edit.content.protocolMessage).toMatchObject({
        type: proto.Message.ProtocolMessage.Type.MESSAGE_EDIT,
        key: { id },
        editedMessage: { conversation: 'edited' },
      });
      const deletion = await say({ type: 'delete', messageId: id });
      expect(deletion.content.protocolMessage).toMatchObject({
        type: proto.Message.ProtocolMessage.Type.REVOKE,
        key: { id },
      });
    });

    it('are wrapped as phones do: disappearing and of a kind nobody knows', async () => {
      const { got } = await say({ text: 'gone soon', disappearsAfterSeconds: 86_400 });
      expect(got.message?.ephemeralMessage?.message?.extendedTextMessage).toMatchObject({
        text: 'gone soon',
        contextInfo: { expiration: 86_400 },
      });
      const once = await say({ text: 'once', viewOnce: true });
      expect(once.got.message?.viewOnceMessageV2?.message).toMatchObject({ conversation: 'once' });
      const { content } = await say({ type: 'raw', message: { eventMessage: { name: 'Party' } } });
      expect(content.eventMessage).toMatchObject({ name: 'Party' });
    });

    it.each([
      [{ type: 'location' }, 'latitude and longitude missing'],
      [{ type: 'reaction', messageId: 'NOBODY', emoji: 'x' }, '404'],
      [{ type: 'raw', message: { imageMessage: 5 } }, '400'],
    ])('are refused when they are not whole: %j', async (body, detail) => {
      await expect(say(body)).rejects.toThrow(detail);
    });
  });

  describe('to a contact', () => {
    it('are shown with reply, mentions and what else surrounds them', async () => {
      const { got } = await say({ text: 'ask me' });
      const { seen } = await send({ text: 'hello @you', mentions: [contact.jid] }, got);
      expect(seen).toMatchObject({
        text: 'hello @you',
        content: { type: 'text', text: 'hello @you' },
        context: {
          replyTo: { messageId: got.key.id, author: contact.jid, content: { type: 'text', text: 'ask me' } },
          mentions: [contact.jid],
          forwarded: false,
          viewOnce: false,
        },
      });
    });

    it.each<[string, AnyMessageContent, Json]>([
      [
        'location',
        { location: { degreesLatitude: 1.5, degreesLongitude: -2.5, name: 'Here' } },
        { type: 'location', latitude: 1.5, longitude: -2.5, name: 'Here' },
      ],
      [
        'contact',
        { contacts: { displayName: 'Ada', contacts: [{ displayName: 'Ada', vcard: 'BEGIN:VCARD' }] } },
        { type: 'contact', contacts: [{ name: 'Ada', vcard: 'BEGIN:VCARD' }] },
      ],
      [
        'poll',
        { poll: { name: 'When?', values: ['now', 'later'], selectableCount: 1 } },
        { type: 'poll', question: 'When?', options: ['now', 'later'], selectable: 1 },
      ],
    ])('are shown by kind: %s', async (_kind, content, shown) => {
      expect((await send(content)).seen.content).toMatchObject(shown);
    });

    it('are shown as reactions, edits and deletions of a message', async () => {
      const { got } = await say({ text: 'react to me' });
      const reaction = await send({ react: { text: '🎉', key: got.key } });
      expect(reaction.seen.content).toMatchObject({ type: 'reaction', emoji: '🎉', target: { messageId: got.key.id } });
      const { sent, id } = await send({ text: 'a typo' });
      const edit = await send({ text: 'no typo', edit: sent.key });
      expect(edit.seen).toMatchObject({
        edit: '1',
        content: { type: 'edit', target: { messageId: id, fromMe: true }, content: { type: 'text', text: 'no typo' } },
      });
      const deletion = await send({ delete: sent.key });
      expect(deletion.seen).toMatchObject({ edit: '7', content: { type: 'delete', target: { messageId: id } } });
    });

    it('are shown as votes, decrypted with the secret of the poll', async () => {
      const { id, got } = await say({ type: 'poll', question: 'Which?', options: ['a', 'b'], selectable: 0 });
      const ballot = {
        secret: got.message?.messageContextInfo?.messageSecret ?? Buffer.alloc(0),
        pollId: id,
        creator: contact.jid,
        voter: `${client.phoneNumber}@s.whatsapp.net`,
      };
      const message = { pollUpdateMessage: { pollCreationMessageKey: got.key, vote: sealVote(ballot, ['b']) } };
      await client.socket.relayMessage(contact.jid, message, { messageId: 'VOTE1' });
      const seen = await eventually('the vote', async () => {
        const record = await stage.api.message({ id: 'VOTE1' });
        return record?.content ?? undefined;
      });
      expect(seen).toMatchObject({ type: 'vote', target: { messageId: id }, chosen: ['b'] });
    });

    it('are shown as unknown with the field they came in', async () => {
      await client.socket.relayMessage(contact.jid, { eventMessage: { name: 'Party' } }, { messageId: 'EVENT1' });
      const seen = await eventually(
        'the event',
        async () => (await stage.api.message({ id: 'EVENT1' }))?.content ?? undefined,
      );
      expect(seen).toEqual({ type: 'unknown', rawKind: 'eventMessage' });
    });
  });
});
