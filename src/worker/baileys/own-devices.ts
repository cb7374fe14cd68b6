import {
  areJidsSameUser,
  jidDecode,
  jidNormalizedUser,
  USyncQuery,
  USyncUser,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { AccountDevice, InboxFact } from '../../contracts/index.js';
import type { Log } from '../../platform/logging/index.js';
import type { AccountPort } from '../whatsapp/port.js';
import { tap } from './internals.js';

const LOOK_EVERY_MS = 3_600_000;

export interface OwnDevicesParts {
  account: AccountPort;
  sock: WASocket;
  report: (facts: InboxFact[]) => void;
  isOver: () => boolean;
  log: Log;
}

/** Which devices the account has: asked after each login, each hour, and when WhatsApp tells that one came or went. */
export class OwnDevices {
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private isStale = false;
  /** Told once a connection at least: gateways know what is new. */
  private told = '';

  constructor(private readonly parts: OwnDevicesParts) {}

  listen(): void {
    tap(this.parts.sock, 'CB:notification,type:devices', ({ attrs: { from } }) => {
      const { me } = this.parts.sock.authState.creds;
      if (me && (areJidsSameUser(from, me.id) || areJidsSameUser(from, me.lid))) void this.look();
    });
  }

  start(): void {
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** What goes wrong is tried again after an hour, or on the next connection. A change while it asks makes it ask once more. */
  private async look(): Promise<void> {
    this.isStale = true;
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      while (this.isStale && !this.parts.isOver()) {
        this.isStale = false;
        this.tell(await this.ask());
      }
    } catch (err) {
      this.parts.log.debug(
        { err, sessionId: this.parts.account.sessionId },
        'the devices of the account could not be read',
      );
    } finally {
      this.isLooking = false;
    }
  }

  /** Asked by ourselves: Baileys' `getUSyncDevices` leaves out the device that asks (Utils/signal.js, extractDeviceJids). */
  private async ask(): Promise<AccountDevice[]> {
    const { sock } = this.parts;
    const user = new USyncUser().withId(jidNormalizedUser(sock.authState.creds.me?.id));
    const answer = await sock.executeUSyncQuery(
      new USyncQuery().withContext('message').withDeviceProtocol().withUser(user),
    );
    const { deviceList = [] } = (answer?.list[0]?.['devices'] ?? {}) as { deviceList?: ListedDevice[] };
    return deviceList
      .map(({ id, keyIndex }) => ({ device: id, keyIndex: keyIndex && !Number.isNaN(keyIndex) ? keyIndex : null }))
      .sort((a, b) => a.device - b.device);
  }

  private tell(devices: AccountDevice[]): void {
    const { sock, report } = this.parts;
    const list = JSON.stringify(devices);
    if (devices.length === 0 || this.told === list) return;
    this.told = list;
    const own = jidDecode(sock.authState.creds.me?.id)?.device ?? 0;
    const payload = { devices, own, at: new Date().toISOString() };
    report([{ kind: 'devices.told', payload }]);
  }
}

interface ListedDevice {
  id: number;
  keyIndex?: number;
}
