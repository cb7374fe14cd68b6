import { Inject, Injectable } from '@nestjs/common';
import { PATTERNS } from '../contracts/index.js';
import {
  AccountLog,
  Brakes,
  type Claim,
  Inbox,
  KnownNumbers,
  MediaFetches,
  ObjectRemovals,
  openProxy,
  Outbox,
  Ownership,
} from '../mailbox/index.js';
import { AppConfig } from '../platform/config/index.js';
import { Log } from '../platform/logging/index.js';
import { MediaBodies } from '../platform/media/index.js';
import { Bus } from '../platform/transport/index.js';
import { AccountRunner } from './account-runner.js';
import { ConnectQueue } from './connect-queue.service.js';
import { WHATSAPP, type WhatsApp } from './whatsapp/port.js';

/** Makes what runs a claimed account, out of all that it needs. */
@Injectable()
export class Runners {
  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
    private readonly bus: Bus,
    private readonly accountLog: AccountLog,
    private readonly outbox: Outbox,
    private readonly ownership: Ownership,
    private readonly brakes: Brakes,
    private readonly connects: ConnectQueue,
    private readonly numbers: KnownNumbers,
    private readonly inbox: Inbox,
    private readonly fetches: MediaFetches,
    private readonly removals: ObjectRemovals,
    private readonly bodies: MediaBodies,
    @Inject(WHATSAPP) private readonly whatsapp: WhatsApp,
  ) {}

  /** Messages in and out that this process has committed. */
  get messages(): number {
    return this.accountLog.messages;
  }

  /** Not running yet. */
  of(claim: Claim): AccountRunner {
    const { log, accountLog, outbox, ownership, brakes, connects, numbers, inbox, whatsapp } = this;
    const { pacing } = this.config;
    const media = { fetches: this.fetches, removals: this.removals, bodies: this.bodies };
    const opened = (sessionId: string, sealed: string) => openProxy(this.config.keyring, sessionId, sealed);
    const factsCommitted = (sessionId: string) => this.bus.tell(PATTERNS.inboxWake, { sessionId });
    return new AccountRunner(
      {
        log,
        accountLog,
        outbox,
        ownership,
        brakes,
        connects,
        numbers,
        inbox,
        whatsapp,
        media,
        pacing,
        openProxy: opened,
        factsCommitted,
      },
      claim,
    );
  }
}
