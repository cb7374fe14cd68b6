import { Injectable } from '@nestjs/common';
import type {
  MessageDeletedFact,
  MessageEditedFact,
  MessagePinnedFact,
  MessageReactionFact,
  NewEvent,
  PollVoteFact,
  SenderFact,
} from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { MessageActionsRepository } from './message-actions.repository.js';
import {
  deletedEvent,
  editedEvent,
  type MessageAction,
  pinnedEvent,
  reactionEvent,
  senderKeys,
  voteEvent,
} from './message-facts.js';

/** What people do to messages that are there. */
@Injectable()
export class MessageActions {
  constructor(private readonly repository: MessageActionsRepository) {}

  /**
   * Changes the message and gives the events of it: none for an action that was taken in before, or that its author may not do. What
   * is done to a message that we never had is told all the same.
   */
  async apply(tx: Tx, sessionId: string, fact: MessageAction): Promise<NewEvent[]> {
    const { messageId, from, fromLid } = fact.payload;
    if (!(await this.repository.isNew(tx, sessionId, messageId, senderKeys(from, fromLid)))) return [];
    const event = await this.change(tx, sessionId, fact);
    return event === null ? [] : [event];
  }

  private change(tx: Tx, sessionId: string, fact: MessageAction): Promise<NewEvent | null> {
    switch (fact.kind) {
      case 'message.reaction':
        return this.react(tx, sessionId, fact.payload);
      case 'message.edited':
        return this.edit(tx, sessionId, fact.payload);
      case 'message.deleted':
        return this.delete(tx, sessionId, fact.payload);
      case 'message.pinned':
        return this.pin(tx, sessionId, fact.payload);
      case 'poll.vote':
        return this.vote(tx, sessionId, fact.payload);
    }
  }

  private async react(tx: Tx, sessionId: string, fact: MessageReactionFact): Promise<NewEvent> {
    const { target, emoji, from } = fact;
    const reaction = emoji === '' ? null : { emoji, from, at: at(fact).toISOString() };
    await this.repository.replaceOne(tx, 'reactions', sessionId, target, addresses(fact), reaction);
    return reactionEvent(fact);
  }

  private async vote(tx: Tx, sessionId: string, fact: PollVoteFact): Promise<NewEvent> {
    const { target, options, from } = fact;
    const vote = options.length === 0 ? null : { options, from, at: at(fact).toISOString() };
    await this.repository.replaceOne(tx, 'votes', sessionId, target, addresses(fact), vote);
    return voteEvent(fact);
  }

  /** Whoever may pin in a chat may do it to any message of it: WhatsApp sees to that. */
  private async pin(tx: Tx, sessionId: string, fact: MessagePinnedFact): Promise<NewEvent> {
    await this.repository.pin(tx, sessionId, fact.target, fact.until);
    return pinnedEvent(fact);
  }

  private async edit(tx: Tx, sessionId: string, fact: MessageEditedFact): Promise<NewEvent | null> {
    const { target, text, fromLid } = fact;
    return (await this.repository.edit(tx, sessionId, target, fromLid, text, at(fact))) ? editedEvent(fact) : null;
  }

  private async delete(tx: Tx, sessionId: string, fact: MessageDeletedFact): Promise<NewEvent | null> {
    const { target, from, fromLid } = fact;
    const lid = target.author === from ? fromLid : null;
    return (await this.repository.delete(tx, sessionId, target, lid, at(fact))) ? deletedEvent(fact) : null;
  }
}

function addresses({ from, fromLid }: SenderFact): string[] {
  return fromLid === null ? [from] : [from, fromLid];
}

function at({ timestamp }: { timestamp: number }): Date {
  return new Date(timestamp * 1000);
}
