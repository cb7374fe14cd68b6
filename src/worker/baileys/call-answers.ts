import type { WASocket } from '@whiskeysockets/baileys';
import { Problem } from '../../contracts/index.js';
import type { AccountPort, Calls } from '../whatsapp/port.js';
import { reached } from './asked.js';
import { callerOf, callMoved, type CallNews, callNews } from './calls.js';
import { tap } from './internals.js';

/** Calls over one connection: told as they come in, and rejected on demand. */
export class CallAnswers implements Calls {
  constructor(
    private readonly account: AccountPort,
    private readonly sock: WASocket,
  ) {}

  listen(): void {
    tap(this.sock, 'CB:call', (node) => this.tell(callNews(node, this.account)));
  }

  async reject(callId: string): Promise<void> {
    const caller = callerOf(this.account, callId);
    if (caller === null) throw new Problem('CALL_NOT_FOUND', `There is no call "${callId}" that could be rejected.`);
    await reached(this.sock.rejectCall(callId, caller));
    // WhatsApp tells it to the caller, and not to whoever did it.
    this.tell(callMoved(this.account, callId, 'reject', Math.floor(Date.now() / 1000)));
  }

  private tell(news: CallNews | null): void {
    if (news) this.account.write(news.remember, [news.fact]);
  }
}
