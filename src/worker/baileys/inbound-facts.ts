import {
  type AuthenticationCreds,
  type BinaryNode,
  decodeMessageNode,
  getContentType,
  normalizeMessageContent,
  proto,
  unpadRandomMax16,
} from '@whiskeysockets/baileys';
import { bareJid, type InboundContent, type InboxFact, parseJid, phoneOf } from '../../contracts/index.js';
import type { InboundReader } from './durable-signal.js';

/** Protocol messages that people see; all others are the devices' own business. */
const VISIBLE_PROTOCOL_TYPES = new Set([
  proto.Message.ProtocolMessage.Type.REVOKE,
  proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING,
  proto.Message.ProtocolMessage.Type.MESSAGE_EDIT,
]);

type LookUpPhone = (lid: string) => Promise<string | null>;

/** Reads facts out of message stanzas, in the words of our own contract. `creds` are those of the connection. */
export function inboundReader(creds: AuthenticationCreds): InboundReader {
  const decode = (stanza: BinaryNode) => decodeMessageNode(stanza, creds.me?.id ?? '', creds.me?.lid ?? '').fullMessage;
  return {
    async fact(stanza, plaintext, phoneOfLid) {
      if (stanza.attrs['category'] === 'peer') return null;
      const content = contentOf(plaintext);
      if (!content) return null;
      const { key, messageTimestamp, pushName } = decode(stanza);
      const me = bareJid(creds.me?.id ?? '');
      const chat = await byPhone(chatAddresses(stanza, key), phoneOfLid);
      const fromMe = key.fromMe === true;
      const author = key.participant ? await byPhone([key.participant, key.participantAlt], phoneOfLid) : chat;
      const from = fromMe ? me : author;
      const to = fromMe || key.participant ? chat : me;
      return {
        kind: 'message.received',
        payload: {
          messageId: stanza.attrs['id'] ?? '',
          fromMe,
          chat,
          from,
          to,
          fromLid: lidAmong(
            fromMe ? [creds.me?.lid] : [key.participant, key.participantAlt, key.remoteJid, key.remoteJidAlt],
          ),
          pushName: pushName ?? null,
          timestamp: Number(messageTimestamp ?? 0),
          content,
        },
      };
    },

    undecryptable(stanza, error) {
      if (stanza.attrs['category'] === 'peer') return null;
      const { key, messageTimestamp } = decode(stanza);
      return {
        kind: 'message.undecryptable',
        payload: {
          messageId: stanza.attrs['id'] ?? '',
          chat: firstPerson([key.remoteJid, key.remoteJidAlt]),
          from: firstPerson([key.participant ?? key.remoteJid, key.participantAlt ?? key.remoteJidAlt]),
          timestamp: Number(messageTimestamp ?? 0),
          detail: error instanceof Error ? error.name : 'unknown error',
        },
      } satisfies InboxFact;
    },
  };
}

/** What a person would see of a decrypted message; null when it is for the devices only. */
export function contentOf(plaintext: Uint8Array): InboundContent | null {
  let message: proto.IMessage;
  try {
    message = proto.Message.decode(unpadRandomMax16(plaintext));
  } catch {
    return { type: 'unsupported', rawKind: 'undecodable' };
  }
  const content = normalizeMessageContent(message.deviceSentMessage?.message ?? message);
  const kind = getContentType(content);
  if (!content || !kind) return null;
  const text = content.conversation ?? content.extendedTextMessage?.text;
  if (typeof text === 'string') return { type: 'text', text };
  if (kind !== 'protocolMessage') return { type: 'unsupported', rawKind: kind };
  const type = content.protocolMessage?.type;
  if (type === null || type === undefined || !VISIBLE_PROTOCOL_TYPES.has(type)) return null;
  return { type: 'unsupported', rawKind: `protocolMessage.${proto.Message.ProtocolMessage.Type[type]}` };
}

interface ChatKey {
  remoteJid?: string | null;
  remoteJidAlt?: string | null;
  fromMe?: boolean | null;
}

/**
 * Both addresses of a chat. For a copy of one's own message the other address of the chat is that of the recipient, while
 * Baileys puts the sender's there (decode-wa-message.js, rc14).
 */
function chatAddresses({ attrs }: BinaryNode, key: ChatKey): (string | null | undefined)[] {
  return key.fromMe
    ? [key.remoteJid, attrs['recipient_pn'], attrs['recipient_lid']]
    : [key.remoteJid, key.remoteJidAlt];
}

/** The address by phone number where there is one among them or in what was learnt; else the first. */
async function byPhone(jids: (string | null | undefined)[], phoneOfLid: LookUpPhone): Promise<string> {
  const best = firstPerson(jids);
  if (parseJid(best)?.kind !== 'lid') return best;
  const phone = await phoneOfLid(best);
  return phone ? bareJid(phone) : best;
}

function firstPerson(jids: (string | null | undefined)[]): string {
  const known = jids.filter((jid): jid is string => !!jid).map(bareJid);
  return known.find((jid) => phoneOf(jid) !== null) ?? known[0] ?? '';
}

function lidAmong(jids: (string | null | undefined)[]): string | null {
  const lid = jids.find((jid) => !!jid && parseJid(jid)?.kind === 'lid');
  return lid ? bareJid(lid) : null;
}
