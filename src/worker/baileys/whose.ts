import { type AuthenticationCreds, type BinaryNode, decodeMessageNode, type proto } from '@whiskeysockets/baileys';
import { bareJid, isPerson, type MessageRef, parseJid, phoneOf, type SenderFact } from '../../contracts/index.js';

export type LookUpPhone = (lid: string) => Promise<string | null>;
type Jid = string | null | undefined;

/** The addresses of one stanza, in the words of our contract: by phone number where WhatsApp tells it or told it before. */
export class Whose {
  private readonly key;
  private readonly message;

  constructor(
    private readonly stanza: BinaryNode,
    private readonly creds: AuthenticationCreds,
    private readonly phoneOfLid: LookUpPhone,
  ) {
    this.message = decodeMessageNode(stanza, creds.me?.id ?? '', creds.me?.lid ?? '').fullMessage;
    this.key = this.message.key;
  }

  get me(): string {
    return bareJid(this.creds.me?.id ?? '');
  }

  async sender(): Promise<SenderFact & { to: string }> {
    const { key, stanza } = this;
    const chat = await this.byPhone(chatAddresses(stanza, key));
    return this.described(chat, key.participant ? await this.byPhone(authorAddresses(key)) : chat);
  }

  /** The same by what the stanza alone tells, at once. */
  senderAsWritten(): SenderFact & { to: string } {
    const { key, stanza } = this;
    const chat = firstPerson(chatAddresses(stanza, key));
    return this.described(chat, key.participant ? firstPerson(authorAddresses(key)) : chat);
  }

  private described(chat: string, author: string): SenderFact & { to: string } {
    const { key, stanza, me } = this;
    const fromMe = key.fromMe === true || (!!key.participant && this.isMe(key.participant));
    const others = [key.participant, key.participantAlt, key.remoteJid, key.remoteJidAlt];
    return {
      messageId: stanza.attrs['id'] ?? '',
      fromMe,
      chat,
      from: fromMe ? me : author,
      to: fromMe || key.participant ? chat : me,
      fromLid: lidAmong(fromMe ? [this.creds.me?.lid] : others),
      pushName: this.message.pushName ?? null,
      timestamp: Number(this.message.messageTimestamp ?? 0),
    };
  }

  /** Whom the sender means by an address. */
  async person(jid: string): Promise<string> {
    return this.isMe(jid) ? this.me : this.byPhone([jid]);
  }

  /**
   * The message that the sender means by a key. Keys are written from the sender's side: `fromMe` is the sender's own, and
   * where no participant is named in a chat of two, it is the other one's.
   */
  async target(sender: SenderFact, key: proto.IMessageKey): Promise<MessageRef> {
    const author = await this.authorOf(sender, key);
    return { messageId: key.id ?? '', fromMe: author === this.me, author };
  }

  /** The addresses under which the sender may have encrypted something. */
  bothAddresses({ from, fromLid, fromMe }: SenderFact): string[] {
    return distinct(fromMe ? [from, this.creds.me?.lid] : [from, fromLid]);
  }

  /** The addresses under which the author of a message may be known to its sender. */
  creators(sender: SenderFact, { author, fromMe }: MessageRef, key: proto.IMessageKey): string[] {
    if (author === sender.from) return this.bothAddresses(sender);
    return distinct(fromMe ? [this.me, this.creds.me?.lid] : [author, key.participant]);
  }

  /** Unreadable messages are told of without a look at what was learnt: that may be what is broken. */
  unread(): Pick<SenderFact, 'messageId' | 'chat' | 'from' | 'timestamp'> {
    const { key, stanza } = this;
    return {
      messageId: stanza.attrs['id'] ?? '',
      chat: firstPerson(key.participant ? [key.remoteJid] : [key.remoteJid, key.remoteJidAlt]),
      from: firstPerson([key.participant ?? key.remoteJid, key.participantAlt ?? key.remoteJidAlt]),
      timestamp: Number(this.message.messageTimestamp ?? 0),
    };
  }

  private async authorOf(sender: SenderFact, key: proto.IMessageKey): Promise<string> {
    if (key.fromMe) return sender.from;
    if (key.participant) return this.person(key.participant);
    if (!isPerson(sender.chat)) return '';
    return sender.fromMe ? sender.chat : this.me;
  }

  private isMe(jid: string): boolean {
    const { id, lid } = this.creds.me ?? { id: '' };
    return [id, lid].some((own) => own && bareJid(own) === bareJid(jid));
  }

  private async byPhone(jids: Jid[]): Promise<string> {
    const best = firstPerson(jids);
    if (parseJid(best)?.kind !== 'lid') return best;
    const phone = await this.phoneOfLid(best);
    return phone ? bareJid(phone) : best;
  }
}

interface ChatKey {
  participant?: Jid;
  participantAlt?: Jid;
  remoteJid?: Jid;
  remoteJidAlt?: Jid;
  fromMe?: boolean | null;
}

/**
 * All addresses of a chat: a group and the status list have one. For a copy of one's own message the other address of the chat is
 * that of the recipient, while Baileys puts the sender's there (decode-wa-message.js, rc14).
 */
function chatAddresses({ attrs }: BinaryNode, key: ChatKey): Jid[] {
  if (key.participant) return [key.remoteJid];
  return key.fromMe
    ? [key.remoteJid, attrs['recipient_pn'], attrs['recipient_lid']]
    : [key.remoteJid, key.remoteJidAlt];
}

/** In a status Baileys puts the author's other address where that of a chat belongs. */
function authorAddresses({ participant, participantAlt, remoteJidAlt }: ChatKey): Jid[] {
  return [participant, participantAlt, remoteJidAlt];
}

function firstPerson(jids: Jid[]): string {
  const known = jids.filter((jid): jid is string => !!jid).map(bareJid);
  return known.find((jid) => phoneOf(jid) !== null) ?? known[0] ?? '';
}

function distinct(jids: Jid[]): string[] {
  return [...new Set(jids.filter((jid): jid is string => !!jid).map(bareJid))];
}

function lidAmong(jids: Jid[]): string | null {
  const lid = jids.find((jid) => !!jid && parseJid(jid)?.kind === 'lid');
  return lid ? bareJid(lid) : null;
}
