import { type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/index.js';
import { deriveKey, ed25519Key, type Keyring } from '../../platform/crypto/index.js';
import { LastingSecrets } from '../lasting-secrets/index.js';
import { WEBHOOK_KEYS, webhookPlace } from './sealed-place.js';
import { type ExtraSignature, publicKeyText, type SigningKeys } from './signature.js';

/** What of a webhook the vault opens. */
export interface Sealed {
  id: string;
  secret: Buffer;
  /** The secret before a rotation, for as long as it still signs. */
  previousSecret: Buffer | null;
  extraSignatures: ExtraSignature[];
}

/** Seals what a webhook keeps secret: its signing secret, and the caller's own headers, which may carry credentials. */
@Injectable()
export class WebhookVault {
  private readonly keyring: Keyring;

  constructor(
    config: AppConfig,
    private readonly secrets: LastingSecrets,
  ) {
    this.keyring = config.keyring.derived(WEBHOOK_KEYS);
  }

  sealSecret(webhookId: string, secret: string): Buffer {
    return this.seal(webhookId, 'secret', secret);
  }

  signingKeys({ id, secret, previousSecret, extraSignatures }: Sealed): SigningKeys {
    const secrets = [secret, previousSecret].flatMap((sealed) => (sealed === null ? [] : this.openSecret(id, sealed)));
    const privateKeys = extraSignatures.includes('v1a') ? secrets.map((text) => this.privateKey(id, text)) : [];
    return { secrets, privateKeys, hub: extraSignatures.includes('x-hub-signature-256') };
  }

  /** What checks the `v1a` signatures of a webhook; null when it has none. */
  publicKey({ id, secret, extraSignatures }: Sealed): string | null {
    if (!extraSignatures.includes('v1a')) return null;
    return publicKeyText(this.privateKey(id, this.openSecret(id, secret)));
  }

  /** Null when there is nothing to keep. */
  sealHeaders(webhookId: string, headers: Record<string, string>): Buffer | null {
    return Object.keys(headers).length === 0 ? null : this.seal(webhookId, 'headers', JSON.stringify(headers));
  }

  openHeaders(webhook: { id: string; headers: Buffer | null }): Record<string, string> {
    if (webhook.headers === null) return {};
    return JSON.parse(this.open(webhook.id, 'headers', webhook.headers)) as Record<string, string>;
  }

  private openSecret(webhookId: string, sealed: Buffer): string {
    return this.open(webhookId, 'secret', sealed);
  }

  /** Follows from our own key, which no receiver has, and from the secret, so that a rotation changes both. */
  private privateKey(webhookId: string, secret: string): KeyObject {
    return ed25519Key(deriveKey(this.secrets.of('webhook'), `ed25519/${webhookId}/${secret}`));
  }

  private seal(webhookId: string, column: 'secret' | 'headers', text: string): Buffer {
    return this.keyring.seal(Buffer.from(text), webhookPlace(webhookId, column));
  }

  private open(webhookId: string, column: 'secret' | 'headers', sealed: Buffer): string {
    return this.keyring.open(sealed, webhookPlace(webhookId, column)).toString();
  }
}
