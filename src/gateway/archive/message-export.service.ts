import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { SealedObjects } from '../../platform/object-store/index.js';
import { MessageHistory } from '../messaging/index.js';
import { exportKey } from './archive-keys.js';
import { dayAfter, dayOf, daysBetween } from './days.js';

const PAGE = 500;

/** One object a session and day with all messages that were stored on that day, as the API showed them when the day was over. */
@Injectable()
export class MessageExport {
  constructor(
    private readonly history: MessageHistory,
    private readonly objects: SealedObjects,
  ) {}

  /**
   * Exports the first day with messages of those from `nextDay` on and before `today`, and gives the first day that is still to
   * be exported. Done twice it writes the same object again.
   */
  async exportNext(sessionId: string, nextDay: string, today: string): Promise<string> {
    const first = await this.history.firstIn(sessionId, daysBetween(nextDay, today));
    if (!first) return today;
    const day = dayOf(first);
    await this.objects.putWithKey(exportKey(sessionId, day), Readable.from(this.content(sessionId, day)));
    return dayAfter(day);
  }

  /** JSON, a page in memory at a time. */
  private async *content(sessionId: string, day: string): AsyncGenerator<Buffer> {
    yield Buffer.from(`{"sessionId":${JSON.stringify(sessionId)},"day":"${day}","messages":[`);
    let separator = '\n';
    for await (const page of this.history.pages(sessionId, daysBetween(day, dayAfter(day)), PAGE)) {
      yield Buffer.from(separator + page.map((message) => JSON.stringify(message)).join(',\n'));
      separator = ',\n';
    }
    yield Buffer.from('\n]}\n');
  }
}
