import type { SpanContext } from '@opentelemetry/api';

/** Where a span stands: in which trace, under which id, and whether it is kept (1) or not (0). */
export type Place = Pick<SpanContext, 'traceId' | 'spanId' | 'traceFlags'>;

/** https://www.w3.org/TR/trace-context/#traceparent-header: later versions may have more fields, and begin with these. */
const TRACEPARENT =
  /^(?<version>[\da-f]{2})-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?<more>-.*)?$/;
const SAMPLED = 1;

/** Null for what is no traceparent, as for one that names no trace or no span. */
export function parseTraceparent(text: string): Place | null {
  const fields = TRACEPARENT.exec(text)?.groups;
  if (!fields) return null;
  const { version, traceId = '', spanId = '', flags = '', more } = fields;
  if (version === 'ff' || (version === '00' && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED };
}

export function formatTraceparent({ traceId, spanId, traceFlags }: Place): string {
  return `00-${traceId}-${spanId}-0${traceFlags & SAMPLED}`;
}
