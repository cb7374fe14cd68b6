import { type BinaryNode, proto, unpadRandomMax16 } from '@whiskeysockets/baileys';
import { bareJid, parseJid } from '../../contracts/index.js';

/** A message as the phone gives it again, and the stanza that it would have come in. */
export interface Resent {
  stanza: BinaryNode;
  message: proto.IMessage;
}

/**
 * The message that the account's own phone gives again, because this device could not read it or never got it; null for everything else
 * that devices tell each other. Baileys asks for one at a time (`requestPlaceholderResend` in messages-recv.js, rc14), so one is in it.
 */
export function resentIn({ attrs }: BinaryNode, plaintext: Uint8Array, own: string[]): Resent | null {
  const [me = ''] = own;
  if (!own.includes(bareJid(attrs['from'] ?? ''))) return null;
  try {
    const info = placeholderIn(plaintext);
    return info?.message && info.key?.id && info.key.remoteJid
      ? { stanza: stanzaOf(info, info.key, me), message: info.message }
      : null;
  } catch {
    return null; // What the devices say to each other and we can not read is none of ours.
  }
}

function placeholderIn(plaintext: Uint8Array): proto.IWebMessageInfo | null {
  const message = proto.Message.decode(unpadRandomMax16(plaintext));
  const { protocolMessage } = message.deviceSentMessage?.message ?? message;
  const results = protocolMessage?.peerDataOperationRequestResponseMessage?.peerDataOperationResult ?? [];
  const found = results.find((result) => result.placeholderMessageResendResponse?.webMessageInfoBytes?.length);
  const bytes = found?.placeholderMessageResendResponse?.webMessageInfoBytes;
  return bytes ? proto.WebMessageInfo.decode(bytes) : null;
}

/** A chat of two names the account itself as the sender of what it wrote, and the other one as recipient; all others name the author. */
function stanzaOf(info: proto.IWebMessageInfo, key: proto.IMessageKey, me: string): BinaryNode {
  const chat = key.remoteJid ?? '';
  const fromMe = key.fromMe === true;
  const author = key.participant || info.participant;
  const addressed = ['group', 'status'].includes(parseJid(chat)?.kind ?? '')
    ? { from: chat, participant: fromMe ? me : author || '' }
    : fromMe
      ? { from: me, recipient: chat }
      : { from: chat };
  const attrs = { id: key.id ?? '', t: String(info.messageTimestamp ?? 0), ...addressed };
  return { tag: 'message', attrs: { ...attrs, ...(info.pushName && { notify: info.pushName }) } };
}
