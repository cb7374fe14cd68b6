import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { problemBody } from '../../platform/http/index.js';
import type { Principal } from '../auth/index.js';
import { type SessionEntity, Sessions } from '../sessions/index.js';
import { Acceptance } from './acceptance.service.js';
import type { BatchDto, BulkAnswerDto, RejectedItemDto } from './bulk.dto.js';
import { Composer } from './composer.service.js';
import { requestKey } from './idempotency.js';
import type { AcceptedMessage } from './message.js';
import { MessagesRepository } from './messages.repository.js';
import { SendBody } from './send-body.js';
import type { SendDto } from './send-kinds.dto.js';
import type { SendAnswer } from './sending.service.js';
import { wrongField } from './wrong-field.js';

const ROUTE = 'messages/bulk';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Sorted {
  accepted: { index: number; message: AcceptedMessage }[];
  rejected: RejectedItemDto[];
}

/** Many messages in one request: what is wrong is told item by item, and all that is right is accepted together. */
@Injectable()
export class BulkSending {
  constructor(
    private readonly sessions: Sessions,
    private readonly bodies: SendBody,
    private readonly composer: Composer,
    private readonly acceptance: Acceptance,
    private readonly messages: MessagesRepository,
  ) {}

  /** Once this answers, what it calls accepted is durable. Throws what concerns the request as a whole. */
  async send(caller: Principal, sessionId: string, body: unknown, idempotencyKey?: string): Promise<SendAnswer> {
    const session = await this.sessions.own(caller, sessionId);
    const items = await this.bodies.bulk(body);
    const key = requestKey(sessionId, idempotencyKey, ROUTE, body);
    const before = key && (await this.acceptance.earlier(key));
    if (before) return { ...before, replayed: true };
    const batchId = uuid();
    const { accepted, rejected } = await this.sort(session, items, batchId);
    const answer: BulkAnswerDto = {
      batchId,
      accepted: accepted.length,
      messages: accepted.map(({ index, message }) => ({ index, messageId: message.messageId })),
      rejected,
    };
    const kept = { status: 202, body: answer };
    const messages = accepted.map(({ message }) => message);
    const earlier = await this.acceptance.acceptTogether(caller, messages, key, kept);
    return earlier ? { ...earlier, replayed: true } : { ...kept, replayed: false };
  }

  /** How far a batch has come. Throws BATCH_NOT_FOUND. */
  async progress(caller: Principal, sessionId: string, batchId: string): Promise<BatchDto> {
    await this.sessions.own(caller, sessionId);
    const counts = UUID.test(batchId) ? await this.messages.batch(sessionId, batchId) : [];
    if (counts.length === 0) {
      throw new Problem('BATCH_NOT_FOUND', `The session "${sessionId}" has no batch "${batchId}".`);
    }
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    return { batchId, total, statuses: Object.fromEntries(counts.map(({ status, count }) => [status, count])) };
  }

  private async sort(session: SessionEntity, items: unknown[], batchId: string): Promise<Sorted> {
    const sorted: Sorted = { accepted: [], rejected: [] };
    for (const [index, item] of items.entries()) {
      try {
        const wish = await this.bodies.message(item);
        refuseReadingPages(wish);
        const message = await this.composer.compose(session, wish, new Date(), batchId);
        await this.acceptance.refuseStranger(message);
        sorted.accepted.push({ index, message });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const instance = `/api/v1/sessions/${session.id}/${ROUTE}`;
        sorted.rejected.push({ index, problem: problemBody(error, instance) as unknown as RejectedItemDto['problem'] });
      }
    }
    return sorted;
  }
}

/** The request would wait for each of a thousand pages. */
function refuseReadingPages({ linkPreview }: SendDto): void {
  if (linkPreview !== true) return;
  throw wrongField(
    '/linkPreview',
    'can not be true for many messages at once: no pages are read; give {title,…} instead',
  );
}
