import { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { AppConfig } from '../config/index.js';
import type { Log } from '../logging/index.js';
import { endsWithin } from '../loop/index.js';
import { packageVersion } from '../package-root.js';
import { formatTraceparent, parseTraceparent } from './traceparent.js';
import type { Span, SpanStart, Tracer } from './tracer.js';

export type TracingConfig = NonNullable<AppConfig['tracing']>;

const EXPORT_EVERY_MS = 1_000;
const EXPORT_LIMIT_MS = 5_000;
/** At the end of the process a collector that does not answer is not waited for longer. */
const LAST_EXPORT_LIMIT_MS = 2_000;
/** A collector that is away is told of so often. */
const COMPLAIN_EVERY_MS = 60_000;

const KINDS: Record<SpanStart['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** Spans that are kept are sent to a collector by OTLP over HTTP, a second after their end; what it can not be given is dropped. */
export class OpenTelemetry implements Tracer {
  private readonly provider: BasicTracerProvider;
  private readonly tracer;

  constructor({ endpoint, serviceName, ratio }: TracingConfig, { role, workerId }: AppConfig, log: Log) {
    tellProblems(log);
    const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_LIMIT_MS });
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({
        'service.name': serviceName,
        'service.version': packageVersion(),
        'wagate.role': role,
        ...(role !== 'gateway' && { 'wagate.worker.id': workerId }),
      }),
      // Whether a trace is kept is decided where it begins: by the caller, where he brings one along.
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
      spanProcessors: [
        new BatchSpanProcessor(exporter, {
          scheduledDelayMillis: EXPORT_EVERY_MS,
          exportTimeoutMillis: EXPORT_LIMIT_MS,
        }),
      ],
    });
    this.tracer = this.provider.getTracer('wagate');
  }

  start(name: string, { kind, parent, attributes }: SpanStart): Span {
    const place = parent ? parseTraceparent(parent) : null;
    const context = place ? trace.setSpanContext(ROOT_CONTEXT, { ...place, isRemote: true }) : ROOT_CONTEXT;
    const span = this.tracer.startSpan(name, { kind: KINDS[kind], attributes }, context);
    return {
      traceparent: formatTraceparent(span.spanContext()),
      tell: (more) => void span.setAttributes(more),
      end: (failure) => {
        if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure);
        span.end();
      },
    };
  }

  /** Sends what is left, for 2 s at most. */
  async stop(): Promise<void> {
    await endsWithin(
      this.provider.shutdown().catch(() => undefined),
      LAST_EXPORT_LIMIT_MS,
    );
  }
}

/** The library tells of spans that it could not send, each time; what it says may quote an answer of the collector. */
function tellProblems(log: Log): void {
  let quietUntil = 0;
  const tell = () => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + COMPLAIN_EVERY_MS;
    log.warn({}, 'spans could not be sent to the collector of OTEL_EXPORTER_OTLP_ENDPOINT');
  };
  const ignore = () => undefined;
  const logger = { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}
