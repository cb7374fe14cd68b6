import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Workers } from '../../mailbox/index.js';
import { Readiness } from '../../platform/health/index.js';

/** Fails while no worker is ready: what callers send is accepted, and waits. */
@Injectable()
export class FleetHealth implements OnModuleInit {
  constructor(
    private readonly workers: Workers,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.register('workers', () => this.look(), { needed: false });
  }

  private async look(): Promise<object> {
    const live = await this.workers.live();
    const ready = live.filter(({ state }) => state === 'ready').length;
    if (ready === 0) throw new Error('no worker is ready');
    return { ready, draining: live.length - ready };
  }
}
