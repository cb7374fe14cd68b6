import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../platform/config/index.js';
import { lastingSecretPlace } from './lasting-secret-place.js';

const NAMES = ['api-key-pepper', 'webhook', 'installation'] as const;
const SECRET_BYTES = 32;
export type LastingSecret = (typeof NAMES)[number];

/**
 * The gateway does not start while it can not open them: an ENCRYPTION_KEY that is another one is noticed here. They are the last
 * to be sealed anew, so that is also how a key is noticed that was taken away too early.
 */
@Injectable()
export class LastingSecrets implements OnModuleInit {
  private readonly opened = new Map<LastingSecret, Buffer>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const name of NAMES) this.opened.set(name, await this.openOrMake(name));
  }

  /** 32 bytes, the same for as long as the installation lives. */
  of(name: LastingSecret): Buffer {
    const secret = this.opened.get(name);
    if (!secret) throw new Error(`${name} is asked for before the module is ready`);
    return secret;
  }

  private async openOrMake(name: LastingSecret): Promise<Buffer> {
    const { keyring } = this.config;
    const place = lastingSecretPlace(name);
    // Installations that are older than this table made these of the key that they had.
    const made = name === 'installation' ? randomBytes(SECRET_BYTES) : keyring.derived(name).oldest;
    await this.dataSource.query('insert into lasting_secret (name, sealed) values ($1, $2) on conflict do nothing', [
      ...[name, keyring.wrap(made, place)],
    ]);
    const [row] = await this.dataSource.query<{ sealed: Buffer }[]>(
      'select sealed from lasting_secret where name = $1',
      [name],
    );
    return keyring.open(row!.sealed, place);
  }
}
