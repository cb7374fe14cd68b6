import type { InboxFact, PresenceUpdatedFact } from '../contracts/index.js';
import type { Claim, Inbox } from '../mailbox/index.js';
import type { Log } from '../platform/logging/index.js';

/** Of what somebody does within that time, the last counts. */
const GATHER_MS = 300;
const MOST_AT_ONCE = 100;

export interface PresenceParts {
  claim: Claim;
  inbox: Pick<Inbox, 'hint'>;
  /** There is something for the gateways. */
  told: () => void;
  log: Log;
}

/**
 * Tells the gateways what people do in chats. It is worth something for seconds only: so it is no part of the account's log, which all that
 * is sent waits for, and what can not be told at once is dropped.
 */
export class PresenceReports {
  private readonly waiting = new Map<string, InboxFact>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: PresenceParts) {}

  note(payload: PresenceUpdatedFact): void {
    const key = `${payload.chat} ${payload.from}`;
    if (this.waiting.size >= MOST_AT_ONCE && !this.waiting.has(key)) return;
    this.waiting.set(key, { kind: 'presence.updated', payload });
    this.timer ??= setTimeout(() => void this.tell(), GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async tell(): Promise<void> {
    const { claim, inbox, told, log } = this.parts;
    const facts = [...this.waiting.values()];
    this.waiting.clear();
    this.timer = undefined;
    try {
      await inbox.hint(claim, facts);
      told();
    } catch (err) {
      log.debug({ err, sessionId: claim.sessionId }, 'presences could not be told');
    }
  }
}
