import type { AuthenticationCreds, BinaryNode, proto } from '@whiskeysockets/baileys';
import {
  bareJid,
  type Content,
  type InboxFact,
  isPerson,
  type MessageContext,
  type MessageReceivedFact,
  type MessageRef,
  NO_CONTEXT,
  parseJid,
  type SenderFact,
} from '../../contracts/index.js';
import type { AccountPort } from '../whatsapp/port.js';
import type { InboundReader, Reading } from './durable-signal.js';
import { timersRemembered } from './chat-timers.js';
import { historyRemembered } from './history/history-task.js';
import { contentOf, type Said } from './inbound-content.js';
import { type Meaning, meaningOf, messageMeaning, unsupported } from './inbound-meaning.js';
import { type Renaming, withNames } from './mention-names.js';
import { resentIn } from './placeholder-resends.js';
import { openVote, pollRemembered, recallPoll } from './polls.js';
import { chatChanged } from './told-chats.js';
import { unwrap } from './unwrap.js';
import { Whose } from './whose.js';

/** WhatsApp's clients offer a day, a week and 30 days. */
const LONGEST_PIN_SECONDS = 366 * 86_400;

/** WhatsApp's server lets only administrators of a group delete what others wrote, and marks that so (`edit`). */
const ADMIN_DELETES = '8';

/**
 * The fact of a message that WhatsApp keeps from linked devices: what can be viewed once is on the phone only. Null for all others.
 * (whatsmeow, message.go: `unavailable` and no `enc`.)
 */
export function withheldFact(stanza: BinaryNode, creds: AuthenticationCreds): InboxFact | null {
  const nodes = Array.isArray(stanza.content) ? stanza.content : [];
  const unavailable = nodes.find(({ tag }) => tag === 'unavailable');
  if (!unavailable || nodes.some(({ tag }) => tag === 'enc') || isBetweenDevices(stanza)) return null;
  const viewOnce = unavailable.attrs['type']?.startsWith('view_once') ?? false;
  const sender = new Whose(stanza, creds, () => Promise.resolve(null)).senderAsWritten();
  const content = { type: 'unsupported', rawKind: viewOnce ? 'viewOnceUnavailable' : 'unavailable' } as const;
  const context = viewOnce && { context: { ...NO_CONTEXT, viewOnce } };
  return { kind: 'message.received', payload: { ...sender, content, ...context } };
}

/** Reads facts out of message stanzas, in the words of our own contract. `creds` are those of the connection. */
export function inboundReader(account: Account, creds: AuthenticationCreds): InboundReader {
  return {
    async read(stanza, plaintext, phoneOfLid) {
      if (isBetweenDevices(stanza)) {
        const resent = resentIn(stanza, plaintext, ownJids(creds));
        if (!resent) return historyReading(stanza, plaintext, creds, account);
        const said = messageMeaning(resent.message, account.sessionId);
        return said && new Incoming(resent.stanza, new Whose(resent.stanza, creds, phoneOfLid), account).reading(said);
      }
      const meaning = meaningOf(plaintext, account.sessionId);
      return meaning && new Incoming(stanza, new Whose(stanza, creds, phoneOfLid), account).reading(meaning);
    },

    undecryptable(stanza, error) {
      if (isBetweenDevices(stanza)) return null;
      const whose = new Whose(stanza, creds, () => Promise.resolve(null));
      const detail = error instanceof Error ? error.name : 'unknown error';
      return { kind: 'message.undecryptable', payload: { ...whose.unread(), detail } };
    },
  };
}

type Account = Pick<AccountPort, 'sessionId' | 'syncHistory' | 'read' | 'olderThanNewest' | 'sentMessage'>;
type Sender = SenderFact & { to: string };
type ContentMeaning = Extract<Meaning, { kind: 'content' }>;
/** Whom and what a message means by its addresses and keys. */
export type Addresses = Pick<Whose, 'person' | 'target'>;

/** One stanza on its way to a fact. */
class Incoming {
  constructor(
    private readonly stanza: BinaryNode,
    private readonly whose: Whose,
    private readonly account: Account,
  ) {}

  async reading(meaning: Meaning): Promise<Reading> {
    const { to, ...sender } = await this.whose.sender();
    switch (meaning.kind) {
      case 'content':
        return this.message({ ...sender, to }, meaning);
      case 'reaction': {
        const target = await this.whose.target(sender, meaning.target);
        return fact({ kind: 'message.reaction', payload: { ...sender, target, emoji: meaning.emoji } });
      }
      case 'edit': {
        const target = own(sender, meaning.target);
        return fact({ kind: 'message.edited', payload: { ...sender, target, text: meaning.text } });
      }
      case 'delete':
        return fact({
          kind: 'message.deleted',
          payload: { ...sender, target: await this.deleted(sender, meaning.target) },
        });
      case 'pin': {
        const target = await this.whose.target(sender, meaning.target);
        return fact({ kind: 'message.pinned', payload: { ...sender, target, until: pinEnd(sender, meaning.seconds) } });
      }
      case 'timer':
        return timer(sender, meaning.ephemeralSeconds);
      case 'vote':
        return this.vote({ ...sender, to }, meaning);
    }
  }

  private async message(sender: Sender, meaning: ContentMeaning): Promise<Reading> {
    const { source, secret } = meaning;
    const said = await saidIn(meaning, sender, this.whose, this.account.sessionId);
    const { content } = said;
    const payload = { ...sender, ...said, ...(source && { source }) };
    const ref = { messageId: sender.messageId, fromMe: sender.fromMe, author: sender.from };
    const remember = content.type === 'poll' ? pollRemembered(this.account, ref, content, secret) : {};
    return { fact: { kind: 'message.received', payload }, remember };
  }

  private async deleted(sender: SenderFact, key: proto.IMessageKey): Promise<MessageRef> {
    const byAdmin = this.stanza.attrs['edit'] === ADMIN_DELETES && parseJid(sender.chat)?.kind === 'group';
    return byAdmin ? this.whose.target(sender, key) : own(sender, key);
  }

  /** A vote that can not be read is kept as a message that is not understood. */
  private async vote(voter: Sender, { poll, vote, rawKind }: Extract<Meaning, { kind: 'vote' }>): Promise<Reading> {
    const { to, ...sender } = voter;
    const target = await this.whose.target(sender, poll);
    const recalled = await recallPoll(this.account, target);
    const voters = this.whose.bothAddresses(sender);
    const creators = this.whose.creators(sender, target, poll);
    const options = recalled && openVote(recalled.poll, { pollId: target.messageId, creators, voters }, vote);
    if (!options) return this.message({ ...sender, to }, unsupported(rawKind));
    return { fact: { kind: 'poll.vote', payload: { ...sender, target, options } }, remember: recalled.remember };
  }
}

/** Date takes no more than some hundred thousand years, and a sender may claim any number. */
function pinEnd({ timestamp }: SenderFact, seconds: number | null): string | null {
  return seconds === null ? null : new Date((timestamp + Math.min(seconds, LONGEST_PIN_SECONDS)) * 1000).toISOString();
}

/** A person is written to under the address that is known then, which may be the other one. */
function timer({ chat, fromLid, fromMe }: SenderFact, ephemeralSeconds: number | null): Reading {
  const chats = fromMe || fromLid === null || !isPerson(chat) ? [chat] : [chat, fromLid];
  const remember = timersRemembered(chats.map((one) => ({ chat: one, ephemeralSeconds })));
  return { fact: chatChanged({ chat, ephemeralSeconds }), remember };
}

function fact(told: InboxFact): Reading {
  return { fact: told, remember: {} };
}

/** Whatever the key claims: nobody changes what somebody else wrote. */
function own({ from, fromMe }: SenderFact, { id }: proto.IMessageKey) {
  return { messageId: id ?? '', fromMe, author: from };
}

/** What a message says and what surrounds it, people by the addresses by which they are known here. */
export async function saidIn(
  meaning: ContentMeaning,
  sender: SenderFact,
  whose: Addresses,
  sessionId: string,
): Promise<Pick<MessageReceivedFact, 'content' | 'context'>> {
  const people = await mentionsOf(meaning, whose);
  const content = withNames(meaning.content, people);
  const context = await contextOf(meaning, people, sender, whose, sessionId);
  return { content, ...(context && { context }) };
}

/** Who is named in a message, as it names them and as they are known here. */
function mentionsOf({ contextInfo }: Said, whose: Addresses): Promise<Renaming[]> {
  return Promise.all((contextInfo?.mentionedJid ?? []).map(async (jid) => [jid, await whose.person(jid)] as const));
}

/** Null where nothing surrounds the message. */
async function contextOf(
  { contextInfo, viewOnce }: Said,
  people: Renaming[],
  sender: SenderFact,
  whose: Addresses,
  sessionId: string,
): Promise<MessageContext | null> {
  const replyTo = contextInfo && (await quoteOf(contextInfo, sender, whose, sessionId));
  const mentions = people.map(([, person]) => person);
  const forwarded = contextInfo?.isForwarded === true;
  const disappearsAfterSeconds = contextInfo?.expiration || null;
  const isPlain = !replyTo && mentions.length === 0 && !forwarded && !viewOnce && disappearsAfterSeconds === null;
  return isPlain ? null : { replyTo, mentions: [...new Set(mentions)], forwarded, viewOnce, disappearsAfterSeconds };
}

async function quoteOf(
  { stanzaId, participant, quotedMessage, remoteJid }: proto.IContextInfo,
  sender: SenderFact,
  whose: Addresses,
  sessionId: string,
): Promise<MessageContext['replyTo']> {
  if (!stanzaId) return null;
  const quoted = await whose.target(sender, { id: stanzaId, ...(participant && { participant }) });
  const chat = remoteJid ? bareJid(remoteJid) : sender.chat;
  const isElsewhere = chat !== sender.chat && ['group', 'status'].includes(parseJid(chat)?.kind ?? '');
  const content = quotedMessage ? quotedContent(quotedMessage, sessionId) : null;
  return { ...quoted, content, ...(isElsewhere && { chat }) };
}

/** Who quotes what it can not show, as we do, quotes an empty text. */
function quotedContent(message: proto.IMessage, sessionId: string): Content | null {
  const { content } = contentOf(unwrap(message), sessionId);
  const isNothing = content.type === 'unsupported' || (content.type === 'text' && content.text === '');
  return isNothing ? null : content;
}

/** Of what the account's own phone tells us, only that there is some of the past to fetch is ours to remember. */
function historyReading(
  stanza: BinaryNode,
  plaintext: Uint8Array,
  creds: AuthenticationCreds,
  { syncHistory }: Account,
): Reading | null {
  const remember = historyRemembered(stanza, plaintext, ownJids(creds), syncHistory);
  return remember && { fact: null, remember };
}

function ownJids({ me }: AuthenticationCreds): string[] {
  return [me?.id, me?.lid].flatMap((jid) => (jid ? [bareJid(jid)] : []));
}

function isBetweenDevices({ attrs }: BinaryNode): boolean {
  return attrs['category'] === 'peer';
}
