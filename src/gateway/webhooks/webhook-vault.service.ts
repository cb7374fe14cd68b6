import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/index.js';
import { deriveKey, open, seal } from '../../platform/crypto/index.js';

/** Seals what a webhook keeps secret: its signing secret, and the caller's own headers, which may carry credentials. */
@Injectable()
export class WebhookVault {
  private readonly key: Buffer;

  constructor(config: AppConfig) {
    this.key = deriveKey(config.encryptionKey, 'webhook');
  }

  sealSecret(webhookId: string, secret: string): Buffer {
    return this.seal(webhookId, 'secret', secret);
  }

  openSecret(webhook: { id: string; secret: Buffer }): string {
    return this.open(webhook.id, 'secret', webhook.secret);
  }

  /** Null when there is nothing to keep. */
  sealHeaders(webhookId: string, headers: Record<string, string>): Buffer | null {
    return Object.keys(headers).length === 0 ? null : this.seal(webhookId, 'headers', JSON.stringify(headers));
  }

  openHeaders(webhook: { id: string; headers: Buffer | null }): Record<string, string> {
    if (webhook.headers === null) return {};
    return JSON.parse(this.open(webhook.id, 'headers', webhook.headers)) as Record<string, string>;
  }

  private seal(webhookId: string, column: string, text: string): Buffer {
    return seal(this.key, Buffer.from(text), place(webhookId, column));
  }

  private open(webhookId: string, column: string, sealed: Buffer): string {
    return open(this.key, sealed, place(webhookId, column)).toString();
  }
}

function place(webhookId: string, column: string): Buffer {
  return Buffer.from(`webhook/${webhookId}/${column}`);
}
