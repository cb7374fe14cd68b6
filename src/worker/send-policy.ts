/** WhatsApp's answer to a message, or that there was none. */
export type SendOutcome =
  | { kind: 'taken' }
  | { kind: 'refused'; code: string }
  | { kind: 'unanswered' }
  | { kind: 'unsendable'; detail: string }
  /** It was not even tried: WhatsApp would refuse it. */
  | { kind: 'forbidden'; reason: string };

export type SendVerdict = { kind: 'sent' } | { kind: 'again'; afterMs: number } | { kind: 'failed'; detail: string };

/** How long WhatsApp may take to answer for a message before it is sent again under the same id. */
export const ANSWER_LIMIT_MS = 20_000;

const TRIES = 3;

/**
 * What follows from one attempt. `tries` counts attempts on open connections that ended without an answer, this one
 * included; what was cut short by a lost connection does not count, it is sent again when the connection is back.
 * A refusal is final: repeating a 463 makes the restriction worse. Only 479, a stale device list, is worth one more try.
 */
export function afterAttempt(outcome: SendOutcome, tries: number): SendVerdict {
  switch (outcome.kind) {
    case 'taken':
      return { kind: 'sent' };
    case 'refused':
      return outcome.code === '479' && tries < 2
        ? { kind: 'again', afterMs: 0 }
        : { kind: 'failed', detail: `WHATSAPP_${outcome.code}` };
    case 'forbidden':
      return { kind: 'failed', detail: outcome.reason };
    case 'unanswered':
      return tries < TRIES ? { kind: 'again', afterMs: 0 } : { kind: 'failed', detail: 'UNANSWERED' };
    case 'unsendable':
      return tries < TRIES ? { kind: 'again', afterMs: 1_000 * tries } : { kind: 'failed', detail: outcome.detail };
  }
}
