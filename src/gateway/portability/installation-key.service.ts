import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../platform/config/index.js';
import { fingerprintOf } from './fingerprint.js';
import { installationKeyPlace } from './installation-key-place.js';

/** The key by which other installations know this one; made when it is first asked for. */
@Injectable()
export class InstallationKey {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  async privateKey(): Promise<KeyObject> {
    const sealed = (await this.find()) ?? (await this.make());
    const key = Buffer.from(this.config.keyring.openText(sealed, installationKeyPlace()), 'base64');
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  }

  async fingerprint(): Promise<string> {
    const publicKey = createPublicKey(await this.privateKey());
    return fingerprintOf(publicKey.export({ format: 'der', type: 'spki' }));
  }

  private async find(): Promise<string | undefined> {
    const rows = await this.dataSource.query<{ sealed: string }[]>(
      'select private_key as sealed from installation_key',
    );
    return rows[0]?.sealed;
  }

  /** Of two that make one at once, both use the first. */
  private async make(): Promise<string> {
    const made = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealed = this.config.keyring.sealText(made.toString('base64'), installationKeyPlace());
    await this.dataSource.query('insert into installation_key (private_key) values ($1) on conflict do nothing', [
      sealed,
    ]);
    return (await this.find()) ?? sealed;
  }
}
