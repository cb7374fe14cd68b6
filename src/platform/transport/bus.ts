import { type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { firstValueFrom, timeout, TimeoutError } from 'rxjs';
import { Problem } from '../../contracts/errors.js';
import type { Log } from '../logging/index.js';
import { isNoResponder } from './no-responder.js';

/** Nobody got the question: it can be asked again without doing anything twice. */
export class Undelivered extends Problem {
  constructor(detail: string, cause?: unknown) {
    super('UNAVAILABLE', detail, { retryAfterSeconds: 1, cause });
    this.name = 'Undelivered';
  }
}

/** Speaks to the other role, or to another process of the same one. */
export class Bus implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly client: Pick<ClientProxy, 'send' | 'emit' | 'connect' | 'close'>,
    private readonly log: Log,
  ) {}

  /**
   * Asks and waits for the answer, `timeoutMs` at most. Throws the problem that the handler threw; {@link Undelivered} when
   * nobody listens or the transport is down; WORKER_TIMEOUT when no answer came, and then the outcome is unknown.
   */
  async ask<T>(pattern: string, payload: unknown, timeoutMs: number): Promise<T> {
    try {
      const answer$ = this.client.send<T>(pattern, payload ?? {}).pipe(timeout(timeoutMs));
      return await firstValueFrom(answer$, { defaultValue: undefined as T });
    } catch (error) {
      throw askProblem(error, timeoutMs);
    }
  }

  /** Tells everybody who listens, if anybody does. Never throws: a hint that is lost is found by polling. */
  tell(pattern: string, payload: unknown): void {
    this.client.emit(pattern, payload ?? {}).subscribe({
      error: (err: unknown) => this.log.debug({ pattern, err }, 'hint was not sent'),
    });
  }

  onApplicationBootstrap(): void {
    this.client.connect().catch((err: unknown) => this.log.debug({ err }, 'transport is not connected yet'));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}

function askProblem(error: unknown, timeoutMs: number): Problem {
  const thrown = Problem.fromWire(error);
  if (thrown) return thrown;
  if (error instanceof TimeoutError) {
    return new Problem('WORKER_TIMEOUT', `There was no answer within ${timeoutMs} ms.`, { retryAfterSeconds: 1 });
  }
  if (isNoResponder(error)) return new Undelivered('The process that answers this is not running.');
  if (isMasked(error)) return new Problem('INTERNAL', 'The process that answers this failed.', { cause: error });
  return new Undelivered('The transport is not connected.', error);
}

/** What Nest sends for an exception that no filter knew. */
function isMasked(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 'error';
}
