import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.js';

/** A span as a collector gets it; `parentSpanId` is absent where it begins a trace of ours. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Record<string, string>;
  /** Of the process: `service.name`, `wagate.role`. */
  resource: Record<string, string>;
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number; doubleValue?: number };
}

interface WireSpan extends Omit<CollectedSpan, 'attributes' | 'resource'> {
  attributes: Attribute[];
}

/** The JSON of OTLP over HTTP. */
interface WireTraces {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: WireSpan[] }[] }[];
}

/** A collector of traces: keeps all spans that it is sent, and the bytes. */
export class Collector {
  readonly spans: CollectedSpan[] = [];
  raw = '';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (incoming, answer) => {
      let raw = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk));
      incoming.on('end', () => {
        if (incoming.url === '/v1/traces') collector.take(raw);
        answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return collector;
  }

  /** What OTEL_EXPORTER_OTLP_ENDPOINT is set to. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Waits for the first span with this name and these attributes. */
  span(name: string, attributes: Record<string, string> = {}, limitMs = 30_000): Promise<CollectedSpan> {
    const isMeant = (span: CollectedSpan) =>
      span.name === name && Object.entries(attributes).every(([key, value]) => span.attributes[key] === value);
    return eventually(`span "${name}" with ${JSON.stringify(attributes)}`, () => this.spans.find(isMeant), limitMs);
  }

  /** Waits for the first span with this name that another one has caused. */
  child(name: string, { spanId }: CollectedSpan, limitMs = 30_000): Promise<CollectedSpan> {
    const isMeant = (span: CollectedSpan) => span.name === name && span.parentSpanId === spanId;
    return eventually(`span "${name}" under ${spanId}`, () => this.spans.find(isMeant), limitMs);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(raw: string): void {
    this.raw += raw;
    for (const { resource, scopeSpans } of (JSON.parse(raw) as WireTraces).resourceSpans) {
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        const attributes = plain(span.attributes);
        this.spans.push({ ...span, attributes, resource: plain(resource.attributes) });
      }
    }
  }
}

function plain(attributes: Attribute[]): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}
