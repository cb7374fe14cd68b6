import type { AppConfig } from '../config/index.js';
import type { Log } from '../logging/index.js';
import { useTracer } from './tracer.js';

/** Begins to trace where the configuration says so; else not even the library is loaded. Gives what sends the last spans, in 2 s at most. */
export async function startTracing(config: AppConfig, log: Log): Promise<() => Promise<void>> {
  if (config.tracing === undefined) return () => Promise.resolve();
  const { OpenTelemetry } = await import('./open-telemetry.js');
  const tracer = new OpenTelemetry(config.tracing, config, log);
  useTracer(tracer);
  return () => {
    useTracer(null);
    return tracer.stop();
  };
}
