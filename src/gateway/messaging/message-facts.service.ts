import { Injectable } from '@nestjs/common';
import type {
  HistoryMessage,
  InboxFact,
  MediaFailedFact,
  MediaFetchedFact,
  MessageReceivedFact,
  MessageLabelledFact,
  MessageStarredFact,
  MessageStatus,
  MessageStatusFact,
  MessageUndecryptableFact,
  NewEvent,
} from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Joined } from '../address-book/index.js';
import type { SessionEntity } from '../sessions/index.js';
import { MessageActions } from './message-actions.service.js';
import {
  type MessageAction,
  ownAction,
  pastMessage,
  receivedEvent,
  receivedMessage,
  senderKeys,
} from './message-facts.js';
import { MessageFactsRepository } from './message-facts.repository.js';
import { MessageReceiptsRepository } from './message-receipts.repository.js';
import { received } from './messaging-metrics.js';
import { measureStep } from './step-metrics.js';
import { epochSeconds } from './send-answers.js';

export type MessageFact =
  | Extract<InboxFact, { kind: 'message.received' | 'message.undecryptable' | 'message.starred' | 'message.labelled' }>
  | MessageAction;

/** What steps of messages have made. */
export interface Steps {
  events: NewEvent[];
  /** Messages that WhatsApp has taken just now, without those that only do something to another one. */
  sent: SentMessage[];
}

export interface SentMessage {
  chatId: string;
  messageId: string;
  at: Date;
}

/** The receipt of a recipient may overtake the word of WhatsApp that it was taken. */
const TAKEN: MessageStatus[] = ['SENT', 'DELIVERED', 'READ', 'PLAYED'];
const ON_ITS_WAY: string[] = ['QUEUED', 'SENDING'] satisfies MessageStatus[];

@Injectable()
export class MessageFacts {
  constructor(
    private readonly repository: MessageFactsRepository,
    private readonly actions: MessageActions,
    private readonly receipts: MessageReceiptsRepository,
  ) {}

  /**
   * Writes what a fact says of a message and gives the events of it: none when nothing changed, as with a repeated fact. The
   * caller holds the session's lock, and appends the events to the log in the same transaction.
   */
  apply(tx: Tx, session: SessionEntity, fact: MessageFact): Promise<NewEvent[]> {
    switch (fact.kind) {
      case 'message.received':
        return fact.payload.fromMe
          ? this.sentElsewhere(tx, session, fact.payload)
          : this.received(tx, session, fact.payload);
      case 'message.undecryptable':
        return this.undecryptable(tx, session, fact.payload);
      case 'message.starred':
        return this.starred(tx, session, fact.payload);
      case 'message.labelled':
        return this.labelled(tx, session, fact.payload);
      case 'message.reaction':
      case 'message.edited':
      case 'message.deleted':
      case 'message.pinned':
      case 'poll.vote':
        return this.actions.apply(tx, session.id, fact);
    }
  }

  /**
   * Like {@link apply}, for steps of different messages, and the same step of one message by several members of its group. The
   * first member who has or has read a message moves it; `receipts` tell of all. What a message does to another one is done to its
   * row when WhatsApp has taken it, and told then.
   */
  async advance(tx: Tx, session: SessionEntity, steps: MessageStatusFact[]): Promise<Steps> {
    const { id } = session;
    await this.receipts.note(tx, id, steps);
    const taken = await this.repository.advance(tx, id, steps);
    for (const advanced of taken) measureStep(steps[advanced.place - 1]!, advanced);
    const events = taken.map(({ place, chatId, to, clientRef }): NewEvent => {
      const { messageId, status, at, detail } = steps[place - 1]!;
      const payload = { messageId, status, chatId, to, clientRef, timestamp: epochSeconds(new Date(at)), detail };
      return { type: 'message.status', chatId, payload };
    });
    const sent = taken.flatMap(({ place, chatId, action, previous }) => {
      const { messageId, status, at } = steps[place - 1]!;
      const isSent = TAKEN.includes(status) && previous !== null && ON_ITS_WAY.includes(previous);
      return isSent ? [{ chatId, messageId, at: new Date(at), action }] : [];
    });
    for (const { action, ...by } of sent) {
      if (action) events.push(...(await this.actions.apply(tx, id, ownAction(session, by, action))));
    }
    return { events, sent: sent.filter(({ action }) => action === null) };
  }

  /** The file of a message is here: what is known of it now is told with the message. */
  fileArrived(tx: Tx, sessionId: string, fact: MediaFetchedFact): Promise<void> {
    const { messageId, mediaId, sizeBytes, sha256 } = fact;
    return this.repository.toldOfFile(tx, sessionId, { messageId, mediaId }, { sizeBytes, sha256 });
  }

  /** The file of a message will never be here: that is told with the message. */
  fileFailed(tx: Tx, sessionId: string, { messageId, mediaId, reason }: MediaFailedFact): Promise<void> {
    return this.repository.toldOfFile(tx, sessionId, { messageId, mediaId }, { failure: reason });
  }

  /** Messages from before the session was linked, in the place of their time. Those that are there stay as they are. */
  async remember(tx: Tx, sessionId: string, messages: HistoryMessage[]): Promise<void> {
    if (messages.length > 0) await this.repository.remember(tx, sessionId, messages.map(pastMessage));
  }

  /** What is kept under the LID of a person belongs to the chat by phone number. */
  joinChats(tx: Tx, sessionId: string, pairs: Joined[]): Promise<void> {
    return this.repository.joinChats(tx, sessionId, pairs);
  }

  private async received(tx: Tx, { id }: SessionEntity, fact: MessageReceivedFact): Promise<NewEvent[]> {
    const keys = senderKeys(fact.from, fact.fromLid);
    const isNew = await this.repository.receive(tx, id, receivedMessage(fact), keys);
    received.inc({ kind: fact.content.type, result: isNew ? 'stored' : 'again' });
    return isNew ? [receivedEvent(fact)] : [];
  }

  /** Part of the conversation, and no news to its author. */
  private async sentElsewhere(tx: Tx, { id }: SessionEntity, fact: MessageReceivedFact): Promise<NewEvent[]> {
    await this.repository.receiveOwn(tx, id, receivedMessage(fact));
    received.inc({ kind: fact.content.type, result: 'own' });
    return [];
  }

  private async starred(tx: Tx, { id }: SessionEntity, fact: MessageStarredFact): Promise<NewEvent[]> {
    await this.repository.star(tx, id, fact);
    return [];
  }

  private async labelled(tx: Tx, { id }: SessionEntity, fact: MessageLabelledFact): Promise<NewEvent[]> {
    await this.repository.label(tx, id, fact);
    return [];
  }

  private async undecryptable(tx: Tx, session: SessionEntity, fact: MessageUndecryptableFact): Promise<NewEvent[]> {
    const isNew = await this.repository.receiveUndecryptable(tx, session.id, session.whatsappId ?? '', fact);
    if (!isNew) return [];
    received.inc({ kind: 'unknown', result: 'undecryptable' });
    const { chat: chatId, ...rest } = fact;
    return [{ type: 'message.undecryptable', chatId, payload: { chatId, ...rest } }];
  }
}
