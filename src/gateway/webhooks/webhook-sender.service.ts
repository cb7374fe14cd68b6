import { toUSVString } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { Egress, EgressFailure } from '../../platform/egress/index.js';
import { packageVersion } from '../../platform/package-root.js';
import { parseRetryAfter, type Outcome } from './after-attempt.js';
import type { Attempt } from './attempt.js';
import { signedHeaders } from './signature.js';
import { type Sealed, WebhookVault } from './webhook-vault.service.js';

/** What is needed of a webhook to send to it. */
export interface Target extends Sealed {
  url: string;
  headers: Buffer | null;
}

/** What came of a request. */
export interface Sent {
  attempt: Attempt;
  outcome: Outcome;
}

/** One signed request to one webhook, and what came of it. */
@Injectable()
export class WebhookSender {
  private readonly userAgent = `WaGate/${packageVersion()}`;

  constructor(
    private readonly egress: Egress,
    private readonly vault: WebhookVault,
    private readonly config: AppConfig,
  ) {}

  /** Ends within the time limit; that nothing came back is an outcome, not an error. `eventId` is the same on every attempt. */
  async send(target: Target, eventId: string, body: string, traceparent?: string): Promise<Sent> {
    const now = new Date();
    const startedAt = performance.now();
    const at = now.toISOString();
    try {
      const headers = { ...this.headers(target, eventId, now, body), ...(traceparent && { traceparent }) };
      const timeoutMs = this.config.webhookTimeoutMs;
      const answer = await this.egress.post(target.url, { headers, body, timeoutMs });
      const { status, durationMs, bodySnippet } = answer;
      return {
        attempt: { at, status, durationMs, error: null, response: storable(bodySnippet) },
        outcome: { status, retryAfterMs: parseRetryAfter(answer.headers['retry-after'], now) },
      };
    } catch (error) {
      if (!(error instanceof EgressFailure || error instanceof Problem)) throw error;
      const durationMs = Math.round(performance.now() - startedAt);
      return {
        attempt: { at, status: null, durationMs, error: error.message, response: null },
        outcome: { error: error.message },
      };
    }
  }

  private headers(target: Target, eventId: string, now: Date, body: string): Record<string, string> {
    return {
      ...this.vault.openHeaders(target),
      'content-type': 'application/json',
      'user-agent': this.userAgent,
      ...signedHeaders(this.vault.signingKeys(target), eventId, Math.floor(now.getTime() / 1000), body),
    };
  }
}

/** PostgreSQL's jsonb takes neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return toUSVString(text.replaceAll('\0', ''));
}
