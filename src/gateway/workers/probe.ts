import type { WorkerTestDto } from './worker-answers.dto.js';

const LIMIT_MS = 3_000;

/** Asks an endpoint whether it is a worker, and well. Only administrators may name one: it may be in a private network. */
export async function probeWorker(endpoint: string): Promise<WorkerTestDto> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await fetch(new URL('/health', endpoint), {
      redirect: 'error',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const body: unknown = await answer.json().catch(() => null);
    const healthy = answer.ok && isHealthy(body);
    const detail = healthy ? null : `It answered ${answer.status}, and not as a worker does.`;
    return { endpoint, reachable: true, healthy, latencyMs: since(), detail };
  } catch (error) {
    return { endpoint, reachable: false, healthy: false, latencyMs: since(), detail: nameOf(error) };
  }
}

function isHealthy(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('status' in body)) return false;
  return body.status === 'ok' && 'role' in body && body.role !== 'gateway';
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? error.name;
}
