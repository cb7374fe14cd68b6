import type { proto, WASocket } from '@whiskeysockets/baileys';
import { type InboxFact, newMessageId, type Presence, Problem, type ReadMessage } from '../../contracts/index.js';
import type { Chats, ChatWish, StarWish } from '../whatsapp/chats.js';
import type { Changes } from '../whatsapp/port.js';
import type { Acknowledgements } from './acknowledgements.js';
import { reached, shared } from './asked.js';
import { modificationsOf } from './chat-modifications.js';
import { timersRemembered } from './chat-timers.js';
import type { GroupChats } from './group-chats.js';
import type { BaileysLabels } from './labels.js';
import { keyOf, timerProto } from './outbound-content.js';
import { readFacts } from './receipt-facts.js';
import { chatChanged } from './told-chats.js';

export interface ChatAnswersParts {
  sock: WASocket;
  groupChats: Pick<GroupChats, 'nameIn'>;
  acknowledgements: Pick<Acknowledgements, 'of'>;
  labels: Pick<BaileysLabels, 'known'>;
  report: (facts: InboxFact[], remember?: Changes) => void;
}

/** Chats, as live questions are answered. */
export class ChatAnswers implements Chats {
  constructor(private readonly parts: ChatAnswersParts) {}

  async typing(to: string): Promise<void> {
    await this.parts.sock.sendPresenceUpdate('composing', to).catch(() => undefined);
  }

  async markRead(messages: ReadMessage[]): Promise<void> {
    const { sock, acknowledgements, report } = this.parts;
    const keys = await Promise.all(messages.map((message) => this.keyOfReceived(message)));
    const otherwise = 'WhatsApp did not confirm in time that the message was read.';
    await acknowledgements.of('receipt', receiptIds(keys), () => sock.readMessages(keys), otherwise);
    report(readFacts(messages, new Date()));
  }

  async change(wish: ChatWish): Promise<void> {
    const { chat, ephemeralSeconds, label } = wish;
    if (label) this.parts.labels.known(label.labelId);
    for (const modification of modificationsOf(wish)) await shared(this.parts.sock.chatModify(modification, chat));
    if (ephemeralSeconds !== undefined) await this.setTimer(chat, ephemeralSeconds);
  }

  star({ chat, messageId, fromMe, starred }: StarWish): Promise<void> {
    return shared(this.parts.sock.star(chat, [{ id: messageId, fromMe }], starred));
  }

  async showPresence(presence: Presence, to: string | null): Promise<void> {
    const { sock } = this.parts;
    if (to === null && !sock.authState.creds.me?.name) {
      const detail = 'WhatsApp has not told the name of this account yet.';
      throw new Problem('UNAVAILABLE', detail, { retryAfterSeconds: 5 });
    }
    await reached(sock.sendPresenceUpdate(presence, to ?? undefined));
  }

  /** In a group, its author is named as the group names them. */
  private async keyOfReceived({ messageId, author, chat }: ReadMessage): Promise<proto.IMessageKey> {
    const named = await reached(this.parts.groupChats.nameIn(chat, author));
    return keyOf({ messageId, fromMe: false, author: named }, chat);
  }

  /** Messages of a chat disappear after so long: a word to the other side, like a message. */
  private async setTimer(chat: string, ephemeralSeconds: number | null): Promise<void> {
    const { sock, acknowledgements, report } = this.parts;
    const messageId = newMessageId();
    const say = () => sock.relayMessage(chat, timerProto(ephemeralSeconds), { messageId });
    await acknowledgements.of('message', [messageId], say, 'WhatsApp did not take the new timer of the chat.');
    const change = { chat, ephemeralSeconds };
    report([chatChanged(change)], timersRemembered([change]));
  }
}

/** One receipt tells of all messages of one author in one chat, and bears the id of the first. */
function receiptIds(keys: proto.IMessageKey[]): string[] {
  const first = new Map<string, string>();
  for (const { remoteJid, participant, id } of keys) {
    const author = `${remoteJid} ${participant}`;
    if (id && !first.has(author)) first.set(author, id);
  }
  return [...first.values()];
}
