import { proto } from '@whiskeysockets/baileys';
import { channelFact } from './channel-posts.js';

const CHANNEL = '120363041234567890@newsletter';
const ME = '6281000001@s.whatsapp.net';

const posted = (message: proto.IMessage, attrs: Record<string, string> = {}) =>
  channelFact(
    {
      tag: 'message',
      attrs: { from: CHANNEL, id: 'P1', server_id: '7', t: '1700000000', type: 'text', ...attrs },
      content: [{ tag: 'plaintext', attrs: {}, content: proto.Message.encode(message).finish() }],
    },
    ME,
    'shop',
  );

const mediaIdOf = (payload: object) => (payload as { source: { mediaId: string } }).source.mediaId;

describe('a post of a channel', () => {
  it('is a message of the channel', () => {
    expect(posted({ conversation: 'extra, extra' })).toEqual({
      kind: 'message.received',
      payload: {
        ...{ messageId: 'P1', fromMe: false, chat: CHANNEL, from: CHANNEL, fromLid: null, pushName: null, to: CHANNEL },
        ...{ timestamp: 1_700_000_000, content: { type: 'text', text: 'extra, extra' } },
      },
    });
  });

  it('is the session’s own where WhatsApp says so', () => {
    expect(posted({ conversation: 'ours' }, { is_sender: 'true' })?.payload).toMatchObject({ fromMe: true, from: ME });
  });

  it('that is not understood is kept with its raw kind', () => {
    const content = { type: 'unsupported', rawKind: 'eventMessage' };
    expect(posted({ eventMessage: { name: 'Party' } })?.payload).toMatchObject({ content });
    const image = posted({ imageMessage: { mimetype: 'image/jpeg', directPath: '/x', caption: 'no key' } });
    expect(image?.payload).toMatchObject({ content: { type: 'unsupported', rawKind: 'imageMessage' } });
  });

  it('brings a file, which has no key', () => {
    const imageMessage = { mimetype: 'image/png', directPath: '/x', fileSha256: Buffer.alloc(32, 1), caption: 'look' };
    const { payload } = posted({ imageMessage })!;
    expect(payload).toMatchObject({
      content: { type: 'image', caption: 'look', media: { mimetype: 'image/png' } },
      source: { directPath: '/x', mediaKey: null, encSha256: null, sha256: imageMessage.fileSha256.toString('base64') },
    });
    const elsewhere = posted({ imageMessage: { ...imageMessage, directPath: '/y' } })!.payload;
    expect(mediaIdOf(elsewhere)).not.toBe(mediaIdOf(payload));
  });

  it('is edited and deleted by the channel', () => {
    const { Type } = proto.Message.ProtocolMessage;
    const key = { id: 'P0' };
    const edited = posted({
      protocolMessage: { type: Type.MESSAGE_EDIT, key, editedMessage: { conversation: 'new' } },
    });
    expect(edited).toMatchObject({ kind: 'message.edited', payload: { target: { messageId: 'P0', author: CHANNEL } } });
    expect(posted({ protocolMessage: { type: Type.REVOKE, key } })).toMatchObject({ kind: 'message.deleted' });
  });

  it('is nothing that anybody else sent', () => {
    expect(posted({ conversation: 'hi' }, { from: ME })).toBeNull();
  });
});
