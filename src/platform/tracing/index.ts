/**
 * One trace from a call of the API to the webhook that tells of it, by OpenTelemetry. Off unless `OTEL_EXPORTER_OTLP_ENDPOINT` is set, and
 * then every function here does nothing and the library is not loaded. It owns no table: what goes on later carries a W3C traceparent in
 * its row (`mailbox.outbox`, `mailbox.inbox`, `event`), a live question in its fields, and the work of now in the request context.
 * `main.ts` starts and stops it; whoever does a step of the way begins a span for it.
 */
export { startTracing } from './start-tracing.js';
export { broughtAlong, failureOf, inSpan, isTracing, type Span, startSpan, traceparentOfNow } from './tracer.js';
