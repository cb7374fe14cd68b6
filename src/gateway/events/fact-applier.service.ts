import { Injectable } from '@nestjs/common';
import type { InboxFact, NewEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ContactFacts, type Met } from '../address-book/index.js';
import { callEvent } from '../calls/index.js';
import { ChatFacts, historyEvents, receivedTouches, sentTouch, type Touch } from '../chats/index.js';
import { EventLog } from '../event-log/index.js';
import { areSteps, type FactGroup, groupsOf, type SingleFact } from './fact-groups.js';
import { inTraces } from './fact-traces.js';
import { ReceivedFiles } from '../media/index.js';
import { groupEvent } from '../groups/index.js';
import { MessageFacts } from '../messaging/index.js';
import { presenceEvent } from '../people/index.js';
import { DeviceAlarm, SessionFacts, type SessionEntity } from '../sessions/index.js';

/** How far a batch came; tells which fact a failure is about. */
export interface Progress {
  applied: number;
}

/** What a group of facts has made. */
interface Applied {
  events: NewEvent[];
  touches: Touch[];
}

/** Turns facts into rows and events, all in the caller's transaction. */
@Injectable()
export class FactApplier {
  constructor(
    private readonly sessionFacts: SessionFacts,
    private readonly deviceAlarm: DeviceAlarm,
    private readonly contactFacts: ContactFacts,
    private readonly chatFacts: ChatFacts,
    private readonly messageFacts: MessageFacts,
    private readonly receivedFiles: ReceivedFiles,
    private readonly eventLog: EventLog,
  ) {}

  /** The session, so that no other gateway takes its facts until the end of the transaction; null when it is gone. */
  lock(tx: Tx, sessionId: string): Promise<SessionEntity | null> {
    return this.sessionFacts.lock(tx, sessionId);
  }

  /** In order; the caller holds the session's lock. Gives the number of events, which is less when a fact says nothing new. */
  async apply(tx: Tx, session: SessionEntity, facts: InboxFact[], progress: Progress): Promise<number> {
    const met = await this.contactFacts.meet(tx, session, facts);
    if (met.joined.length > 0) await this.joinChats(tx, session.id, met.joined);
    const news: NewEvent[] = met.events;
    let touches: Touch[] = [];
    for (const group of groupsOf(met.facts)) {
      if (isOfChats(group)) {
        await this.chatFacts.touch(tx, session.id, touches);
        touches = [];
      }
      const { events, ...put } = await this.applyGroup(tx, session, group);
      touches.push(...put.touches);
      news.push(...inTraces(events, group));
      progress.applied += group.length;
    }
    await this.chatFacts.touch(tx, session.id, touches);
    // The last step: from here on other sessions of the user wait for the commit.
    return (await this.eventLog.append(tx, session, news)).length;
  }

  private async joinChats(tx: Tx, sessionId: string, pairs: Met['joined']): Promise<void> {
    await this.messageFacts.joinChats(tx, sessionId, pairs);
    await this.chatFacts.join(tx, sessionId, pairs);
  }

  private async applyGroup(tx: Tx, session: SessionEntity, group: FactGroup): Promise<Applied> {
    if (areSteps(group)) {
      const steps = group.map((fact) => fact.payload);
      const { events, sent } = await this.messageFacts.advance(tx, session, steps);
      return { events, touches: sent.map(sentTouch) };
    }
    const [fact] = group;
    const events = await this.applyFact(tx, session, fact);
    return { events, touches: receivedTouches(fact, events.length > 0) };
  }

  private async applyFact(tx: Tx, session: SessionEntity, fact: SingleFact): Promise<NewEvent[]> {
    switch (fact.kind) {
      case 'session.status':
      case 'session.qr':
      case 'session.paired':
        return this.sessionFacts.apply(tx, session, fact);
      case 'devices.told':
        return this.deviceAlarm.apply(tx, session.id, fact.payload);
      case 'message.received':
        await this.receivedFiles.expect(tx, session.id, fact.payload);
        return this.messageFacts.apply(tx, session, fact);
      case 'message.undecryptable':
      case 'message.starred':
      case 'message.labelled':
      case 'message.reaction':
      case 'message.edited':
      case 'message.deleted':
      case 'message.pinned':
      case 'poll.vote':
        return this.messageFacts.apply(tx, session, fact);
      case 'media.fetched':
        await this.receivedFiles.keep(tx, session, fact.payload);
        await this.messageFacts.fileArrived(tx, session.id, fact.payload);
        return [];
      case 'media.failed':
        await this.receivedFiles.giveUp(tx, fact.payload);
        await this.messageFacts.fileFailed(tx, session.id, fact.payload);
        return [];
      case 'call.received':
        return [callEvent(fact.payload)];
      case 'history.told':
        await this.messageFacts.remember(tx, session.id, fact.payload.messages);
        await this.chatFacts.remember(tx, session.id, fact.payload.chats);
        return historyEvents(fact.payload);
      case 'chat.changed':
        return this.chatFacts.change(tx, session.id, fact.payload);
      case 'label.edited':
        return this.chatFacts.editLabel(tx, session.id, fact.payload);
      case 'chat.read':
        return this.chatFacts.read(tx, session.id, fact.payload);
      case 'contact.told':
        return [];
      case 'group.updated':
      case 'group.participants':
        return [groupEvent(fact)];
      case 'presence.updated':
        return [presenceEvent(fact.payload)];
      case 'webhook.disabled':
        return [{ type: fact.kind, chatId: null, payload: fact.payload }];
      case 'usage.limit':
        return [{ type: fact.kind, chatId: null, payload: fact.payload }];
    }
  }
}

/** What was counted as unread must stand in the rows before it is read. */
function isOfChats([fact]: FactGroup): boolean {
  return fact?.kind === 'chat.changed' || fact?.kind === 'chat.read' || fact?.kind === 'label.edited';
}
