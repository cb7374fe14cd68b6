import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import { type InboxFact, type MessageContext, NO_CONTEXT, parseJid, type SenderFact } from '../../contracts/index.js';
import { type Meaning, messageMeaning, unsupported } from './inbound-meaning.js';

/**
 * What is posted in a channel. Nothing of it is encrypted, so that no ratchet moves: it is read at once, before Baileys can
 * acknowledge it. Null for stanzas of others, and for what concerns only devices.
 */
export function channelFact({ attrs, content }: BinaryNode, own: string, sessionId: string): InboxFact | null {
  const { from = '', id, t, is_sender: isSender } = attrs;
  const plaintext = Array.isArray(content) ? content.find(({ tag }) => tag === 'plaintext')?.content : undefined;
  if (parseJid(from)?.kind !== 'newsletter' || !id || !(plaintext instanceof Uint8Array)) return null;
  const fromMe = isSender === 'true';
  const sender: SenderFact = {
    ...{ messageId: id, fromMe, chat: from, from: fromMe ? own : from, fromLid: null, pushName: null },
    timestamp: Number(t ?? 0),
  };
  const meaning = meaningIn(plaintext, sessionId);
  return meaning && factOf(sender, meaning);
}

function meaningIn(plaintext: Uint8Array, sessionId: string): Meaning | null {
  try {
    return messageMeaning(proto.Message.decode(plaintext), sessionId);
  } catch {
    return unsupported('undecodable');
  }
}

/** Only who leads a channel posts in it, so whatever is done to a post is done by its author. */
function factOf(sender: SenderFact, meaning: Meaning): InboxFact {
  const to = sender.chat;
  const target = (key: proto.IMessageKey) => ({ messageId: key.id ?? '', fromMe: sender.fromMe, author: sender.from });
  switch (meaning.kind) {
    case 'content': {
      const context = contextOf(meaning);
      const payload = { ...sender, to, content: meaning.content, ...(context && { context }) };
      return { kind: 'message.received', payload: { ...payload, ...(meaning.source && { source: meaning.source }) } };
    }
    case 'edit':
      return { kind: 'message.edited', payload: { ...sender, target: target(meaning.target), text: meaning.text } };
    case 'delete':
      return { kind: 'message.deleted', payload: { ...sender, target: target(meaning.target) } };
    case 'reaction':
    case 'pin':
    case 'timer':
    case 'vote': {
      const { content } = unsupported(rawKindOf(meaning));
      return { kind: 'message.received', payload: { ...sender, to, content } };
    }
  }
}

/** What channels do not have. */
function rawKindOf(meaning: Extract<Meaning, { kind: 'reaction' | 'pin' | 'timer' | 'vote' }>): string {
  switch (meaning.kind) {
    case 'reaction':
      return 'reactionMessage';
    case 'pin':
      return 'pinInChatMessage';
    case 'timer':
      return 'protocolMessage.EPHEMERAL_SETTING';
    case 'vote':
      return meaning.rawKind;
  }
}

function contextOf({ contextInfo, viewOnce }: Extract<Meaning, { kind: 'content' }>): MessageContext | null {
  const forwarded = contextInfo?.isForwarded === true;
  return forwarded || viewOnce ? { ...NO_CONTEXT, forwarded, viewOnce } : null;
}
