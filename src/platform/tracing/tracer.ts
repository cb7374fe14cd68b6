import { requestContext } from '../logging/index.js';
import { parseTraceparent } from './traceparent.js';

/** What is told of a span: ids of sessions and messages, codes and counts. Never an address, a text or a URL of a user. */
export type Attributes = Record<string, string | number>;

export interface SpanStart {
  kind: 'server' | 'client' | 'producer' | 'consumer';
  /** The traceparent of the span that caused this one; none or null: it begins a trace. */
  parent?: string | null | undefined;
  attributes: Attributes;
}

/** Some work that is being measured as a part of a trace. */
export interface Span {
  /** For whatever this work causes; undefined while traces are off. */
  readonly traceparent: string | undefined;
  tell(attributes: Attributes): void;
  /** The work is done; with a failure, given as a word without data of users, it has failed. */
  end(failure?: string): void;
}

export interface Tracer {
  start(name: string, start: SpanStart): Span;
}

const NO_SPAN: Span = { traceparent: undefined, tell: () => undefined, end: () => undefined };

let tracer: Tracer | null = null;

/** From here on spans go there; null: nowhere. */
export function useTracer(next: Tracer | null): void {
  tracer = next;
}

export function isTracing(): boolean {
  return tracer !== null;
}

/** The caller ends the span, whatever happens. */
export function startSpan(name: string, start: SpanStart): Span {
  return tracer?.start(name, start) ?? NO_SPAN;
}

/** The span whose work this is part of, as a traceparent, for rows and questions. */
export function traceparentOfNow(): string | undefined {
  return requestContext.getStore()?.traceparent;
}

/** Does the work in a span, under the one it is part of; {@link traceparentOfNow} gives the new one meanwhile. */
export async function inSpan<T>(name: string, start: Omit<SpanStart, 'parent'>, work: () => Promise<T>): Promise<T> {
  if (tracer === null) return work();
  const context = requestContext.getStore();
  const span = tracer.start(name, { ...start, parent: context?.traceparent });
  const { traceparent } = span;
  try {
    const result = await requestContext.run({ ...context, ...(traceparent && { traceparent }) }, work);
    span.end();
    return result;
  } catch (error) {
    span.end(failureOf(error));
    throw error;
  }
}

/** What a request brought along; nothing while traces are off, or when it is none. */
export function broughtAlong(header: string | string[] | undefined): { traceparent?: string } {
  if (tracer === null || typeof header !== 'string' || parseTraceparent(header) === null) return {};
  return { traceparent: header };
}

/** The code of an error, else its class: messages may tell of users. */
export function failureOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'Error';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'Error';
}
