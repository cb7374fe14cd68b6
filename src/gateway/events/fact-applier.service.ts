import { Injectable } from '@nestjs/common';
import type { InboxFact, NewEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { MessageFacts } from '../messaging/index.js';
import { SessionFacts, type SessionEntity } from '../sessions/index.js';
import { Deliveries } from '../webhooks/index.js';
import { EventLog } from './event-log.repository.js';

/** How far a batch came; tells which fact a failure is about. */
export interface Progress {
  applied: number;
}

/** Turns facts into rows, events and deliveries, all in the caller's transaction. */
@Injectable()
export class FactApplier {
  constructor(
    private readonly sessionFacts: SessionFacts,
    private readonly messageFacts: MessageFacts,
    private readonly eventLog: EventLog,
    private readonly deliveries: Deliveries,
  ) {}

  /** In order; the caller holds the session's lock. Gives the number of events, which is less when a fact says nothing new. */
  async apply(tx: Tx, session: SessionEntity, facts: InboxFact[], progress: Progress): Promise<number> {
    const news: NewEvent[] = [];
    for (const fact of facts) {
      news.push(...(await this.applyOne(tx, session, fact)));
      progress.applied++;
    }
    const events = await this.eventLog.append(tx, session, news, new Date());
    await this.deliveries.enqueue(tx, events);
    return events.length;
  }

  private applyOne(tx: Tx, session: SessionEntity, fact: InboxFact): Promise<NewEvent[]> {
    switch (fact.kind) {
      case 'session.status':
      case 'session.qr':
      case 'session.paired':
        return this.sessionFacts.apply(tx, session, fact);
      case 'message.received':
      case 'message.status':
      case 'message.undecryptable':
        return this.messageFacts.apply(tx, session, fact);
    }
  }
}
