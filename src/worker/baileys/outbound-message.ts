import { createHmac } from 'node:crypto';
import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import type { MessageContext, OutboxMessage } from '../../contracts/index.js';
import type { UploadedFile } from './media-upload.js';
import { contentProto, isGroup, partOf, quotedProto } from './outbound-content.js';

/** What the stanza around a message says besides who it is for. */
export interface StanzaExtras {
  attributes: Record<string, string>;
  nodes: BinaryNode[];
}

/** The message as a whole, with its file where it has one. The same outbox row and the same file give the same message. */
export function messageProto(message: OutboxMessage, file: UploadedFile | null = null): proto.IMessage {
  const said = contentProto(message.content, message.to);
  return inContext(file ? withFields(said, file) : said, message);
}

function inContext(said: proto.IMessage, { content, context }: OutboxMessage): proto.IMessage {
  if (!context) return said;
  const whole = content.type === 'edit' ? editWithContext(said, context) : withContext(said, context);
  return context.viewOnce ? onceOnly(whole) : whole;
}

/** What Baileys' own sendMessage would add (messages-send.js, rc14): servers and devices treat such messages specially. */
export function stanzaExtras({ to, content }: OutboxMessage): StanzaExtras {
  if (content.type === 'edit') return { attributes: { edit: '1' }, nodes: [] };
  if (content.type === 'pin') return { attributes: { edit: '2' }, nodes: [] };
  if (content.type === 'poll') return { attributes: {}, nodes: [{ tag: 'meta', attrs: { polltype: 'creation' } }] };
  if (content.type !== 'delete') return { attributes: {}, nodes: [] };
  // 8: an administrator removes what another member wrote.
  return { attributes: { edit: isGroup(to) && !content.target.fromMe ? '8' : '7' }, nodes: [] };
}

/**
 * With a secret, without which nobody could report the message to WhatsApp: its clients put one into all but reactions
 * (Baileys, generateWAMessageContent, rc14). One that is there stays. Each time an account sends a message, it has the same secret.
 *
 * @param advSecretKey what only the account's devices know, in Base64
 */
export function reportable(message: proto.IMessage, messageId: string, advSecretKey: string): proto.IMessage {
  if (message.reactionMessage || message.messageContextInfo?.messageSecret) return message;
  const messageSecret = createHmac('sha256', Buffer.from(advSecretKey, 'base64')).update(messageId).digest();
  return { ...message, messageContextInfo: { ...message.messageContextInfo, messageSecret } };
}

function withContext(message: proto.IMessage, context: MessageContext): proto.IMessage {
  const contextInfo = contextProto(context);
  if (Object.keys(contextInfo).length === 0) return message;
  return withFields(message, { contextInfo });
}

function withFields(message: proto.IMessage, fields: object): proto.IMessage {
  const [kind, part] = partOf(message);
  return { ...message, [kind]: { ...part, ...fields } };
}

/** The people named in an edited text are named inside, where the text is. */
function editWithContext({ protocolMessage }: proto.IMessage, context: MessageContext): proto.IMessage {
  const editedMessage = withContext(protocolMessage?.editedMessage ?? {}, context);
  return { protocolMessage: { ...protocolMessage, editedMessage } };
}

function contextProto({ replyTo, mentions, forwarded, disappearsAfterSeconds }: MessageContext): proto.IContextInfo {
  return {
    ...(replyTo && {
      stanzaId: replyTo.messageId,
      participant: replyTo.author,
      ...(replyTo.chat !== undefined && { remoteJid: replyTo.chat }),
      quotedMessage: quotedProto(replyTo.content),
    }),
    ...(mentions.length > 0 && { mentionedJid: mentions }),
    ...(forwarded && { isForwarded: true, forwardingScore: 1 }),
    ...(disappearsAfterSeconds !== null && { expiration: disappearsAfterSeconds }),
  };
}

/** Marked twice, as WhatsApp's own clients do: around the message and in it. */
function onceOnly(message: proto.IMessage): proto.IMessage {
  const [kind, part] = partOf(message);
  const { messageContextInfo, ...inner } = message;
  const once = { viewOnceMessage: { message: { ...inner, [kind]: { ...part, viewOnce: true } } } };
  return messageContextInfo ? { messageContextInfo, ...once } : once;
}
