import type { InboxFact } from '../contracts/index.js';
import { isTracing, type Span, startSpan } from '../platform/tracing/index.js';

/** What others do to the account: each begins a trace of its own. */
const BEGINNINGS: InboxFact['kind'][] = [
  'message.received',
  'message.reaction',
  'message.edited',
  'message.deleted',
  'message.pinned',
  'poll.vote',
];

/** The same facts, those that begin a trace with their place in it; their spans are to be ended when the facts are committed. */
export function beginTraces(sessionId: string, facts: InboxFact[]): { facts: InboxFact[]; spans: Span[] } {
  if (!isTracing()) return { facts, spans: [] };
  const spans: Span[] = [];
  const begun = facts.map((fact) => {
    if (!BEGINNINGS.includes(fact.kind) || !('messageId' in fact.payload)) return fact;
    const attributes = {
      'wagate.session.id': sessionId,
      'wagate.message.id': fact.payload.messageId,
      'wagate.fact': fact.kind,
    };
    const span = startSpan('receive message', { kind: 'consumer', attributes });
    spans.push(span);
    return span.traceparent === undefined ? fact : { ...fact, traceparent: span.traceparent };
  });
  return { facts: begun, spans };
}
