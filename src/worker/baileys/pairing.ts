import type { WASocket } from '@whiskeysockets/baileys';
import { bareJid, type PairingCodeAnswer } from '../../contracts/index.js';
import type { AccountPort, ConnectionEvents } from '../whatsapp/port.js';
import { credsRecord } from './account-keys.js';

/** The first QR code lives this long, the others shorter (Baileys, socket.js, rc14). */
const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;
/** A pairing code lives as long as the QR codes would have. */
const PAIRING_CODE_MS = 160_000;

/** How one connection links its account to a phone: by QR codes or by one code to type, until it is done. */
export class Pairing {
  private qrsShown = 0;
  private codeAsked = false;

  constructor(
    private readonly account: AccountPort,
    private readonly sock: WASocket,
    private readonly events: Pick<ConnectionEvents, 'qr'>,
  ) {}

  async code(phoneNumber: string): Promise<PairingCodeAnswer> {
    this.codeAsked = true;
    const code = await this.sock.requestPairingCode(phoneNumber);
    return { pairingCode: code, expiresAt: new Date(Date.now() + PAIRING_CODE_MS).toISOString() };
  }

  onQr(qr: string): void {
    // A pairing code makes the QR codes of this connection worthless.
    if (this.codeAsked) return;
    const livesMs = this.qrsShown++ === 0 ? FIRST_QR_MS : NEXT_QR_MS;
    this.events.qr(qr, new Date(Date.now() + livesMs));
  }

  onPaired(): void {
    const { creds } = this.sock.authState;
    const { me } = creds;
    if (!me) return;
    const payload = {
      whatsappId: bareJid(me.id),
      lid: me.lid ? bareJid(me.lid) : null,
      at: new Date().toISOString(),
    };
    this.account.markPaired(credsRecord(creds), [{ kind: 'session.paired', payload }]);
  }
}
