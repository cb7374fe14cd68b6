import { Injectable } from '@nestjs/common';
import { DEFAULT_CONNECTION_CONFIG, fetchLatestWaWebVersion, type WAVersion } from '@whiskeysockets/baileys';
import { AppConfig } from '../../platform/config/index.js';
import { proxyAgent } from '../../platform/egress/index.js';
import { Log } from '../../platform/logging/index.js';
import { SealedObjects } from '../../platform/object-store/index.js';
import type { AccountPort, Connection, ConnectionEvents, WhatsApp } from '../whatsapp/port.js';
import { BaileysConnection } from './baileys-connection.js';
import { SharedCaches } from './shared-caches.js';

const VERSION_LIMIT_MS = 10_000;

/** WhatsApp, spoken by Baileys. */
@Injectable()
export class BaileysWhatsApp implements WhatsApp {
  private readonly caches = new SharedCaches();
  private version: WAVersion | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
    private readonly files: SealedObjects,
  ) {}

  connect(account: AccountPort, events: ConnectionEvents, proxy: string | null): Connection {
    const { log, caches, files, version } = this;
    const { whatsappWsUrl: url, egressAllowPrivate } = this.config;
    const agent = proxy === null ? undefined : proxyAgent(proxy, egressAllowPrivate);
    return new BaileysConnection(account, events, { url, log, caches, files, version, agent });
  }

  useVersion(version: WAVersion): void {
    this.version = version;
  }

  /** Baileys answers with its own version when it can not find a newer one. */
  async newestVersion(): Promise<WAVersion | null> {
    const { version } = await fetchLatestWaWebVersion({ signal: AbortSignal.timeout(VERSION_LIMIT_MS) });
    return isNewer(version, this.version ?? DEFAULT_CONNECTION_CONFIG.version) ? version : null;
  }
}

/** Only the last part counts up; a change of the first two is no update but something unread. */
function isNewer(found: WAVersion, known: WAVersion): boolean {
  return found[0] === known[0] && found[1] === known[1] && found[2] > known[2];
}
