import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/index.js';
import { Log } from '../../platform/logging/index.js';
import type { AccountPort, Connection, ConnectionEvents, WhatsApp } from '../whatsapp/port.js';
import { BaileysConnection } from './baileys-connection.js';
import { SharedCaches } from './shared-caches.js';

/** WhatsApp, spoken by Baileys. */
@Injectable()
export class BaileysWhatsApp implements WhatsApp {
  private readonly caches = new SharedCaches();

  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  connect(account: AccountPort, events: ConnectionEvents): Connection {
    return new BaileysConnection(account, events, {
      url: this.config.whatsappWsUrl,
      log: this.log,
      caches: this.caches,
    });
  }
}
