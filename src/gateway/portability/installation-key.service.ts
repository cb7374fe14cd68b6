import { createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ed25519Key } from '../../platform/crypto/index.js';
import { LastingSecrets } from '../lasting-secrets/index.js';
import { fingerprintOf } from './fingerprint.js';

/** The key by which other installations know this one. */
@Injectable()
export class InstallationKey {
  constructor(private readonly secrets: LastingSecrets) {}

  privateKey(): KeyObject {
    return ed25519Key(this.secrets.of('installation'));
  }

  fingerprint(): string {
    const publicKey = createPublicKey(this.privateKey());
    return fingerprintOf(publicKey.export({ format: 'der', type: 'spki' }));
  }
}
