import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../platform/config/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { type Actor, AuditLog } from '../audit/index.js';
import { overridden, type Overrides, type RuntimeSettings, settingsOf, type SettingsWish } from './runtime-settings.js';

/** So old may be what a gateway goes by. */
const LOOK_MS = 1_000;
const STOP_LIMIT_MS = 5_000;

/** What may change while gateways run: seen by all of them within two seconds. While the database is away, the last known holds. */
@Injectable()
export class Settings implements OnModuleInit, BeforeApplicationShutdown {
  private overrides: Overrides = {};
  private readonly loop: Loop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly audit: AuditLog,
    log: Log,
  ) {
    this.loop = new Loop({ name: 'settings', run: () => this.look(), idleMs: LOOK_MS, log });
  }

  async onModuleInit(): Promise<void> {
    await this.look();
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop(STOP_LIMIT_MS);
  }

  get now(): RuntimeSettings {
    return settingsOf(this.config, this.overrides);
  }

  /** The names of those that an administrator has set. */
  get changed(): string[] {
    return Object.keys(this.overrides);
  }

  async change(actor: Actor, wish: SettingsWish): Promise<void> {
    this.overrides = await transaction(this.dataSource, async (tx) => {
      const overrides = overridden(await this.read(tx, 'for update'), wish);
      await tx.query('update setting set overrides = $1, changed_at = now()', [overrides]);
      await this.audit.note(tx, { actor, action: 'settings.changed', details: { wish: JSON.stringify(wish) } });
      return overrides;
    });
  }

  private async look(): Promise<'idle'> {
    this.overrides = await this.read(this.dataSource.manager);
    return 'idle';
  }

  private async read(tx: Tx, lock: 'for update' | '' = ''): Promise<Overrides> {
    const [row] = await tx.query<{ overrides: Overrides }[]>(`select overrides from setting ${lock}`);
    return row?.overrides ?? {};
  }
}
