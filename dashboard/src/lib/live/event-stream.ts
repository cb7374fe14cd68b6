import { currentToken, renew } from '@/lib/api/sign-in';
import type { Schemas } from '@/lib/api';
import { SseParser } from './sse-parser';

export type LiveEvent = Schemas['EventDto'];
/** `away` while there is no stream: what pages show may be old. */
export type StreamState = 'connecting' | 'live' | 'away';

interface Listener {
  event(event: LiveEvent): void;
  state(state: StreamState): void;
}

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;
/** The gateway sends something each 15 s; when nothing comes for so long, the connection is dead without having been closed. */
const SILENCE_LIMIT_MS = 40_000;

/**
 * Reads the event log as it grows, until `signal` ends it. It comes back by itself after the last event that it read, so nothing is
 * missed. Fetch in place of EventSource, which can not sign its requests.
 */
export async function followEvents(listener: Listener, signal: AbortSignal): Promise<void> {
  let lastId: string | undefined;
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      const stream = await open(lastId, signal);
      listener.state('live');
      retryMs = FIRST_RETRY_MS;
      for await (const { id, data } of stream) {
        lastId = id ?? lastId;
        listener.event(JSON.parse(data) as LiveEvent);
      }
    } catch {
      listener.state('away');
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    }
  }
}

async function open(
  lastId: string | undefined,
  signal: AbortSignal,
): Promise<AsyncGenerator<{ id: string | undefined; data: string }>> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  let response = await ask(lastId, either);
  if (response.status === 401 && (await renew())) response = await ask(lastId, either);
  if (!response.ok || response.body === null) throw new Error(`the stream was refused with ${response.status}`);
  return read(response.body, silence);
}

function ask(lastId: string | undefined, signal: AbortSignal): Promise<Response> {
  const headers = {
    authorization: `Bearer ${currentToken() ?? ''}`,
    ...(lastId !== undefined && { 'last-event-id': lastId }),
  };
  return fetch('/api/v1/events/stream', { headers, signal });
}

async function* read(body: ReadableStream<Uint8Array<ArrayBuffer>>, silence: AbortController) {
  const parser = new SseParser();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const timer = setTimeout(() => silence.abort(), SILENCE_LIMIT_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield* parser.take(value);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
