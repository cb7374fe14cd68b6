import { NOT_ON_WHATSAPP, type OutboxMessage, parseJid } from '../contracts/index.js';
import type { KnownNumbers, TakenMessage } from '../mailbox/index.js';
import { checkpoint } from '../platform/checkpoints/index.js';
import { startSpan } from '../platform/tracing/index.js';
import { ANSWER_LIMIT_MS, type SendOutcome } from './send-policy.js';
import { type Connection, NotSendable } from './whatsapp/port.js';

/** A taken message with what is to be sent for it, where that is kept. */
export type Ready = Omit<TakenMessage, 'wire'> & { wire: Uint8Array | null };

export interface AttemptParts {
  sessionId: string;
  connection: Connection;
  numbers: Pick<KnownNumbers, 'tell'>;
}

interface InFlight {
  messageId: string;
  answer: (outcome: SendOutcome) => void;
  traceparent: string | undefined;
}

/** Hands messages to WhatsApp, one at a time, and hears what becomes of the one in flight. */
export class SendAttempts {
  private inFlight: InFlight | null = null;

  constructor(private readonly parts: AttemptParts) {}

  /**
   * From the first byte of the message to WhatsApp's word that it has it, or ANSWER_LIMIT_MS. `again`: it was tried before over this
   * connection, so what is known of its recipients may be out of date.
   */
  async make({ message, wire, attempts, traceparent: parent }: Ready, again: boolean): Promise<SendOutcome> {
    const attributes = {
      'wagate.session.id': this.parts.sessionId,
      'wagate.message.id': message.messageId,
      'wagate.message.kind': message.content.type,
      'wagate.attempt': attempts + 1,
    };
    const span = startSpan('send message', { kind: 'client', parent, attributes });
    let failure: string | undefined = 'Error';
    try {
      const outcome = await this.answered(message, span.traceparent, () =>
        this.parts.connection.send(message, wire, again),
      );
      failure = outcome.kind === 'taken' ? undefined : outcome.kind;
      return outcome;
    } finally {
      span.end(failure);
    }
  }

  /** The trace of a message, while it is in flight and traces are on. */
  traceOf(messageId: string): string | undefined {
    return this.inFlight?.messageId === messageId ? this.inFlight.traceparent : undefined;
  }

  /** WhatsApp's word on a message; nobody waits for one that is not in flight. */
  answer(messageId: string, outcome: SendOutcome): void {
    if (this.inFlight?.messageId === messageId) this.inFlight.answer(outcome);
  }

  /** There will be no word on the one in flight. */
  abandon(): void {
    this.inFlight?.answer({ kind: 'unanswered' });
  }

  private async answered(
    message: OutboxMessage,
    traceparent: string | undefined,
    send: () => Promise<void>,
  ): Promise<SendOutcome> {
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise<SendOutcome>((resolve) => {
      this.inFlight = { messageId: message.messageId, answer: resolve, traceparent };
      timer = setTimeout(resolve, ANSWER_LIMIT_MS, { kind: 'unanswered' } satisfies SendOutcome);
    });
    try {
      const written = send().then(
        () => {
          checkpoint('send.written');
          return answer;
        },
        (err: unknown) => this.unwritten(message, err),
      );
      return await Promise.race([written, answer]);
    } finally {
      clearTimeout(timer);
      this.inFlight = null;
    }
  }

  private unwritten({ to }: OutboxMessage, err: unknown): SendOutcome {
    if (!(err instanceof NotSendable)) return { kind: 'unsendable', detail: `SEND_ERROR: ${nameOf(err)}` };
    if (err.reason === NOT_ON_WHATSAPP) {
      this.parts.numbers.tell({ number: parseJid(to)?.user ?? '', exists: false, whatsappId: null, lid: null });
    }
    return { kind: 'forbidden', reason: err.reason };
  }
}

/** The message of an error of Baileys names no addresses but in these two forms. */
function nameOf(err: unknown): string {
  const text = err instanceof Error ? err.message : 'unknown error';
  return text.replace(/\S+@\S+/g, '…').slice(0, 200);
}
