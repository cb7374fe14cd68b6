import { Injectable } from '@nestjs/common';
import type { NewEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { eventsBetween } from './session-events.js';
import { SessionDevices } from './session-devices.repository.js';
import { SessionHistory } from './session-history.repository.js';
import { changesBy, type SessionFact, type SessionState, stepBetween } from './session-state.js';
import { SessionEntity } from './session.entity.js';
import { SessionsRepository } from './sessions.repository.js';

@Injectable()
export class SessionFacts {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly history: SessionHistory,
    private readonly devices: SessionDevices,
  ) {}

  /** A session that is to get facts, locked until the end of the transaction; null when it is gone. */
  lock(tx: Tx, sessionId: string): Promise<SessionEntity | null> {
    return this.repository.lockForFacts(tx, sessionId);
  }

  /**
   * Writes what a fact changes into the session, row and object, and gives the events of it. The caller holds the row's lock
   * and appends the events to the log in the same transaction.
   */
  async apply(tx: Tx, session: SessionEntity, fact: SessionFact): Promise<NewEvent[]> {
    const before: SessionState = { ...session };
    const changes = changesBy(fact, before);
    Object.assign(session, changes);
    await tx.update(SessionEntity, { id: session.id }, { ...changes, updatedAt: () => 'now()' });
    if (before.whatsappId !== session.whatsappId) await this.devices.forget(tx, session.id);
    const step = stepBetween(before, session, fact);
    if (step) await this.history.add(tx, session.id, step);
    return eventsBetween(before, session);
  }
}
