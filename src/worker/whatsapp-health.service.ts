import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Readiness } from '../platform/health/index.js';
import { Host } from './host.service.js';

/** Says whether WhatsApp can be reached from here: not, when sessions lost it and none has it. */
@Injectable()
export class WhatsAppHealth implements OnModuleInit {
  constructor(
    private readonly host: Host,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.register('whatsapp', () => this.look(), { needed: false });
  }

  private look(): Promise<object> {
    const { connected, cutOff, sessions } = this.host.connections();
    if (cutOff > 0 && connected === 0) {
      return Promise.reject(new Error(`none of ${sessions} sessions is connected, and ${cutOff} were cut off`));
    }
    return Promise.resolve({ sessions, connected });
  }
}
