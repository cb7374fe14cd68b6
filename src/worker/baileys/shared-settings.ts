import { ALL_WA_PATCH_NAMES, type BaileysEventMap, type WASocket } from '@whiskeysockets/baileys';
import type { InboxFact } from '../../contracts/index.js';
import type { Log } from '../../platform/logging/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';
import { hearAtOnce, tap } from './internals.js';
import { chatFacts } from './told-chats.js';
import { labelFacts } from './told-labels.js';
import { contactsFact, newPicture, savedContacts, verifiedContacts } from './told-contacts.js';

export interface SharedSettingsParts {
  account: AccountPort;
  sock: WASocket;
  report: (facts: (InboxFact | null)[], remember?: Changes) => void;
  isOver: () => boolean;
  log: Log;
}

/** What the devices of the account share of chats, labels and contacts: read when it was linked, and heard of when one of them changes it. */
export class SharedSettings {
  private isSyncing = false;

  constructor(private readonly parts: SharedSettingsParts) {}

  listen(): void {
    const { sock, report } = this.parts;
    hearAtOnce(sock, (told) => this.onTold(told));
    tap(sock, 'CB:notification,type:picture', (node) => {
      const picture = newPicture(node);
      if (picture) report([contactsFact([picture], true)]);
    });
  }

  /**
   * Reads once what the devices of the account have set, when the phone has handed over the key: Baileys does so only with a history.
   * What goes wrong is tried again on the next connection.
   */
  async sync(): Promise<void> {
    const { account, sock, isOver, log } = this.parts;
    const { creds } = sock.authState;
    if (this.isSyncing || !creds.myAppStateKeyId || (creds.accountSyncCounter ?? 0) > 0) return;
    this.isSyncing = true;
    try {
      await sock.resyncAppState(ALL_WA_PATCH_NAMES, true);
      if (!isOver()) sock.ev.emit('creds.update', { accountSyncCounter: 1 });
    } catch (err) {
      log.warn({ err, sessionId: account.sessionId }, 'the settings of the account could not be read');
    } finally {
      this.isSyncing = false;
    }
  }

  private onTold(told: Partial<BaileysEventMap>): void {
    const { account, sock, report } = this.parts;
    // Until the first sync is through, all of it is old.
    const isNews = (sock.authState.creds.accountSyncCounter ?? 0) > 0;
    report([contactsFact(savedContacts(told['contacts.upsert'] ?? []), isNews), ...chatFacts(told, isNews)]);
    const labels = labelFacts(told, isNews, account);
    report(labels.facts, labels.remember);
    const verified = verifiedContacts(told['contacts.update'] ?? [], account);
    report([contactsFact(verified.told, true)], verified.remember);
  }
}
