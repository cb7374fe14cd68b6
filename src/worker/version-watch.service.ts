import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { WhatsAppVersions } from '../mailbox/index.js';
import { Log } from '../platform/logging/index.js';
import { Loop } from '../platform/loop/index.js';
import { WHATSAPP, type WhatsApp } from './whatsapp/port.js';

const LOOK_MS = 60_000;
const ASK_MS = 3_600_000;
const STOP_LIMIT_MS = 1_000;

/**
 * Keeps the version of WhatsApp Web fresh that connections claim to be: an old one is refused with 405. One worker of all asks
 * WhatsApp once an hour; the others read what it found. Without the internet the last good one stays.
 */
@Injectable()
export class VersionWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: Loop;

  constructor(
    private readonly versions: WhatsAppVersions,
    private readonly log: Log,
    @Inject(WHATSAPP) private readonly whatsapp: WhatsApp,
  ) {
    this.loop = new Loop({ name: 'whatsapp version', run: () => this.look(), idleMs: LOOK_MS, log });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop(STOP_LIMIT_MS);
  }

  private async look(): Promise<'idle'> {
    const known = await this.versions.lastGood();
    if (known) this.whatsapp.useVersion(known);
    if (!(await this.versions.isDue(ASK_MS))) return 'idle';
    const newest = await this.whatsapp.newestVersion();
    if (!newest) return 'idle';
    await this.versions.keep(newest);
    this.whatsapp.useVersion(newest);
    this.log.info({ version: newest.join('.') }, 'newer version of WhatsApp Web');
    return 'idle';
  }
}
