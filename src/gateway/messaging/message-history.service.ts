import { Injectable } from '@nestjs/common';
import type { MessageDetailsDto } from './message-answers.dto.js';
import { messageDetails } from './message-view.js';
import { type FailedMessage, MessagesRepository } from './messages.repository.js';
import { firstIdAt, storedAt } from './stored-at.js';

/** A span of time: what was stored at `from` or later, and before `until`. */
export interface Span {
  from: Date;
  until: Date;
}

/**
 * All messages of a session in the order in which they were stored, whatever WhatsApp's own time of them: for whoever keeps
 * copies, and must have each of them once.
 */
@Injectable()
export class MessageHistory {
  constructor(private readonly repository: MessagesRepository) {}

  /** When the first message of the span was stored; null when there is none. */
  async firstIn(sessionId: string, span: Span): Promise<Date | null> {
    const [first] = await this.repository.stored({ sessionId, ...idsOf(span), limit: 1 });
    return first ? storedAt(first.id) : null;
  }

  /** Newest first; only the newest messages of the session are looked at. */
  newestFailures(sessionId: string, limit: number): Promise<FailedMessage[]> {
    return this.repository.newestFailures(sessionId, limit);
  }

  /** The messages of the span as the API shows them, `pageSize` at a time. */
  async *pages(sessionId: string, span: Span, pageSize: number): AsyncGenerator<MessageDetailsDto[]> {
    let { from, until } = idsOf(span);
    for (;;) {
      const found = await this.repository.stored({ sessionId, from, until, limit: pageSize + 1 });
      const page = found.slice(0, pageSize);
      if (page.length > 0) yield page.map((message) => messageDetails(message, NO_HOLDS));
      const next = found[pageSize];
      if (!next) return;
      from = next.id;
    }
  }
}

const NO_HOLDS = new Map<string, never>();

function idsOf({ from, until }: Span): { from: string; until: string } {
  return { from: firstIdAt(from), until: firstIdAt(until) };
}
