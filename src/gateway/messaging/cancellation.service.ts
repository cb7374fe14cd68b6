import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type MessageStatus, PATTERNS, Problem } from '../../contracts/index.js';
import { Inbox, Outbox } from '../../mailbox/index.js';
import { transaction } from '../../platform/database/index.js';
import { Signals } from '../../platform/signal/index.js';
import { Bus } from '../../platform/transport/index.js';
import type { Principal } from '../auth/index.js';
import type { CancelledMessageDto } from './message-answers.dto.js';
import { Messages } from './messages.service.js';
import { MessagesRepository } from './messages.repository.js';

const SEEN_WAIT = { timeoutMs: 2_000, pollMs: 100 };

/** Taking back what no worker has taken yet. */
@Injectable()
export class Cancellation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly messages: Messages,
    private readonly repository: MessagesRepository,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly bus: Bus,
    private readonly signals: Signals,
  ) {}

  /**
   * Once this answers, the message is never sent. Throws MESSAGE_NOT_QUEUED when a worker has it already. The status comes through
   * the inbox like any other; it is waited for, so that the caller's next look shows it.
   */
  async cancel(caller: Principal, sessionId: string, messageId: string): Promise<CancelledMessageDto> {
    const { status } = await this.messages.own(caller, sessionId, messageId);
    if (!(await this.takeBack(sessionId, messageId))) throw notQueued(messageId, status);
    this.bus.tell(PATTERNS.inboxWake, { sessionId });
    const probe = async () => {
      const progress = await this.repository.progress(sessionId, messageId);
      return progress?.status === 'QUEUED' ? undefined : true;
    };
    await this.signals.waitUntil(`message:${sessionId}:${messageId}`, probe, SEEN_WAIT);
    return { messageId, sessionId, status: 'CANCELLED' };
  }

  private takeBack(sessionId: string, messageId: string): Promise<boolean> {
    return transaction(this.dataSource, async (tx) => {
      if (!(await this.outbox.cancel(tx, sessionId, messageId))) return false;
      const payload = { messageId, status: 'CANCELLED' as const, at: new Date().toISOString(), detail: null };
      await this.inbox.put(tx, sessionId, { kind: 'message.status', payload });
      return true;
    });
  }
}

/** `status` is what the row says; a worker may have taken a message that still says QUEUED. */
function notQueued(messageId: string, status: MessageStatus): Problem {
  const state = status === 'QUEUED' ? 'being sent' : status;
  return new Problem('MESSAGE_NOT_QUEUED', `The message "${messageId}" is ${state}.`);
}
