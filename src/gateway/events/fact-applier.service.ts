import { Injectable } from '@nestjs/common';
import type { InboxFact, NewEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { callEvent } from '../calls/index.js';
import { EventLog } from '../event-log/index.js';
import { areSteps, type FactGroup, groupsOf } from './fact-groups.js';
import { ReceivedFiles } from '../media/index.js';
import { groupEvent } from '../groups/index.js';
import { MessageFacts } from '../messaging/index.js';
import { presenceEvent } from '../people/index.js';
import { SessionFacts, type SessionEntity } from '../sessions/index.js';

/** How far a batch came; tells which fact a failure is about. */
export interface Progress {
  applied: number;
}

/** Turns facts into rows and events, all in the caller's transaction. */
@Injectable()
export class FactApplier {
  constructor(
    private readonly sessionFacts: SessionFacts,
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
    const news: NewEvent[] = [];
    for (const group of groupsOf(facts)) {
      news.push(...(await this.applyGroup(tx, session, group)));
      progress.applied += group.length;
    }
    // The last step: from here on other sessions of the user wait for the commit.
    return (await this.eventLog.append(tx, session, news)).length;
  }

  private async applyGroup(tx: Tx, session: SessionEntity, group: FactGroup): Promise<NewEvent[]> {
    if (areSteps(group)) {
      return this.messageFacts.advance(
        tx,
        session,
        group.map((fact) => fact.payload),
      );
    }
    const [fact] = group;
    switch (fact.kind) {
      case 'session.status':
      case 'session.qr':
      case 'session.paired':
        return this.sessionFacts.apply(tx, session, fact);
      case 'message.received':
        await this.receivedFiles.expect(tx, session.id, fact.payload);
        return this.messageFacts.apply(tx, session, fact);
      case 'message.undecryptable':
      case 'message.reaction':
      case 'message.edited':
      case 'message.deleted':
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
