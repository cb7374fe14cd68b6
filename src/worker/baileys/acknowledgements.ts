import { Problem } from '../../contracts/index.js';
import { endsWithin } from '../../platform/loop/index.js';
import { reached } from './asked.js';

/** How long WhatsApp may take to confirm a receipt, or a message that is not of the outbox. */
const ANSWER_LIMIT_MS = 5_000;

/** What WhatsApp's server acknowledges, by the `class` of its stanza. */
type Kind = 'receipt' | 'message';

interface Waiter {
  kind: Kind;
  id: string;
  /** With the server's error code; null when it took it. */
  answer: (error: string | null) => void;
}

/** Who waits, over one connection, until WhatsApp's server has taken what was said. Several may wait for the same. */
export class Acknowledgements {
  private readonly waiting = new Set<Waiter>();

  /** True when somebody waited for it. */
  answered(kind: Kind, id: string, error: string | null): boolean {
    const concerned = [...this.waiting].filter((waiter) => waiter.kind === kind && waiter.id === id);
    for (const { answer } of concerned) answer(error);
    return concerned.length > 0;
  }

  /** Says it, and waits until all of it is taken. Throws WHATSAPP_UNREACHABLE, with `otherwise` when it was refused or not answered in time. */
  async of(kind: Kind, ids: string[], say: () => Promise<unknown>, otherwise: string): Promise<void> {
    const waiters: Waiter[] = [];
    const answers = ids.map((id) => new Promise<string | null>((answer) => waiters.push({ kind, id, answer })));
    for (const waiter of waiters) this.waiting.add(waiter);
    try {
      const taken = reached(say()).then(() => Promise.all(answers));
      const isInTime = await endsWithin(taken, ANSWER_LIMIT_MS);
      if (!isInTime || (await taken).some((error) => error !== null)) {
        throw new Problem('WHATSAPP_UNREACHABLE', otherwise);
      }
    } finally {
      for (const waiter of waiters) this.waiting.delete(waiter);
    }
  }
}
