import type { InboxFact, NewEvent } from '../../contracts/index.js';
import { isTracing, type Span, startSpan } from '../../platform/tracing/index.js';
import type { FactGroup } from './fact-groups.js';

/** The spans of a batch: one for each fact that belongs to a trace. */
export class FactTraces {
  private spans: Span[] = [];

  /** The same facts, where they belong to a trace with the span that takes them in. What was begun before has failed. */
  begin(sessionId: string, facts: InboxFact[]): InboxFact[] {
    this.end('again');
    return isTracing() ? facts.map((fact) => (fact.traceparent ? this.beginOne(sessionId, fact) : fact)) : facts;
  }

  end(failure?: string): void {
    for (const span of this.spans.splice(0)) span.end(failure);
  }

  private beginOne(sessionId: string, fact: InboxFact): InboxFact {
    const { kind, payload, traceparent: parent } = fact;
    const attributes = {
      'wagate.session.id': sessionId,
      'wagate.fact': kind,
      ...('messageId' in payload && { 'wagate.message.id': payload.messageId }),
      ...(kind === 'message.status' && { 'wagate.message.status': payload.status }),
    };
    const span = startSpan('ingest fact', { kind: 'consumer', parent, attributes });
    this.spans.push(span);
    return { ...fact, traceparent: span.traceparent ?? null };
  }
}

/** The events of a group of facts, in the trace of the fact that each comes from. */
export function inTraces(events: NewEvent[], group: FactGroup): NewEvent[] {
  if (group.every(({ traceparent }) => !traceparent)) return events;
  return events.map((event) => ({ ...event, traceparent: sourceOf(event, group)?.traceparent ?? null }));
}

function sourceOf(event: NewEvent, group: FactGroup): InboxFact | undefined {
  const facts: InboxFact[] = group;
  if (facts[0]?.kind !== 'message.status') return facts[0];
  if (event.type !== 'message.status') return undefined;
  return facts.find(({ payload }) => 'messageId' in payload && payload.messageId === event.payload.messageId);
}
