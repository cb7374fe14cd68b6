import type { AuthenticationCreds, BinaryNode, proto } from '@whiskeysockets/baileys';
import { type Content, type InboxFact, type MessageContext, parseJid, type SenderFact } from '../../contracts/index.js';
import type { InboundReader } from './durable-signal.js';
import { contentOf, type Said } from './inbound-content.js';
import { type Meaning, meaningOf, unsupported } from './inbound-meaning.js';
import { unwrap } from './unwrap.js';
import { Whose } from './whose.js';

/** WhatsApp's server lets only administrators of a group delete what others wrote, and marks that so (`edit`). */
const ADMIN_DELETES = '8';

/** Reads facts out of message stanzas, in the words of our own contract. `creds` are those of the connection. */
export function inboundReader(sessionId: string, creds: AuthenticationCreds): InboundReader {
  return {
    async fact(stanza, plaintext, phoneOfLid) {
      if (isBetweenDevices(stanza)) return null;
      const meaning = meaningOf(plaintext, sessionId);
      return meaning && factOf(meaning, stanza, new Whose(stanza, creds, phoneOfLid), sessionId);
    },

    undecryptable(stanza, error) {
      if (isBetweenDevices(stanza)) return null;
      const whose = new Whose(stanza, creds, () => Promise.resolve(null));
      const detail = error instanceof Error ? error.name : 'unknown error';
      return { kind: 'message.undecryptable', payload: { ...whose.unread(), detail } };
    },
  };
}

async function factOf(meaning: Meaning, stanza: BinaryNode, whose: Whose, sessionId: string): Promise<InboxFact> {
  const { to, ...sender } = await whose.sender();
  switch (meaning.kind) {
    case 'content': {
      const { content, source } = meaning;
      const context = await contextOf(meaning, sender, whose, sessionId);
      const payload = { ...sender, to, content, ...(context && { context }), ...(source && { source }) };
      return { kind: 'message.received', payload };
    }
    case 'reaction': {
      const target = await whose.target(sender, meaning.target);
      return { kind: 'message.reaction', payload: { ...sender, target, emoji: meaning.emoji } };
    }
    case 'edit':
      return {
        kind: 'message.edited',
        payload: { ...sender, target: own(sender, meaning.target), text: meaning.text },
      };
    case 'delete': {
      const byAdmin = stanza.attrs['edit'] === ADMIN_DELETES && parseJid(sender.chat)?.kind === 'group';
      const target = byAdmin ? await whose.target(sender, meaning.target) : own(sender, meaning.target);
      return { kind: 'message.deleted', payload: { ...sender, target } };
    }
    case 'vote':
      return { kind: 'message.received', payload: { ...sender, to, content: unsupported(meaning.rawKind).content } };
  }
}

/** Whatever the key claims: nobody changes what somebody else wrote. */
function own({ from, fromMe }: SenderFact, { id }: proto.IMessageKey) {
  return { messageId: id ?? '', fromMe, author: from };
}

/** Null where nothing surrounds the message. */
async function contextOf(
  { contextInfo, viewOnce }: Said,
  sender: SenderFact,
  whose: Whose,
  sessionId: string,
): Promise<MessageContext | null> {
  const replyTo = contextInfo && (await quoteOf(contextInfo, sender, whose, sessionId));
  const mentions = await Promise.all((contextInfo?.mentionedJid ?? []).map((jid) => whose.person(jid)));
  const forwarded = contextInfo?.isForwarded === true;
  const disappearsAfterSeconds = contextInfo?.expiration || null;
  const isPlain = !replyTo && mentions.length === 0 && !forwarded && !viewOnce && disappearsAfterSeconds === null;
  return isPlain ? null : { replyTo, mentions: [...new Set(mentions)], forwarded, viewOnce, disappearsAfterSeconds };
}

async function quoteOf(
  { stanzaId, participant, quotedMessage }: proto.IContextInfo,
  sender: SenderFact,
  whose: Whose,
  sessionId: string,
): Promise<MessageContext['replyTo']> {
  if (!stanzaId) return null;
  const quoted = await whose.target(sender, { id: stanzaId, ...(participant && { participant }) });
  return { ...quoted, content: quotedMessage ? quotedContent(quotedMessage, sessionId) : null };
}

function quotedContent(message: proto.IMessage, sessionId: string): Content | null {
  const { content } = contentOf(unwrap(message), sessionId);
  return content.type === 'unsupported' ? null : content;
}

function isBetweenDevices({ attrs }: BinaryNode): boolean {
  return attrs['category'] === 'peer';
}
