import type { WASocket } from '@whiskeysockets/baileys';
import { type Label, Problem } from '../../contracts/index.js';
import type { Labels, LabelWish } from '../whatsapp/labels.js';
import type { AccountPort } from '../whatsapp/port.js';
import { shared } from './asked.js';
import { type KnownLabel, LABELS } from './told-labels.js';

const NEW: KnownLabel = { name: '', color: 0, deleted: false };

/** Labels, over one socket. What was said of them is in the account's memory when WhatsApp has taken it: Baileys tells of its own patches. */
export class BaileysLabels implements Labels {
  private newest = 0;

  constructor(
    private readonly account: AccountPort,
    private readonly sock: Pick<WASocket, 'addLabel'>,
  ) {}

  async edit({ labelId, name, color, deleted }: LabelWish): Promise<Label> {
    const known = labelId === null ? NEW : this.known(labelId);
    const label = { name: name ?? known.name, color: color ?? known.color };
    const id = labelId ?? this.nextId();
    await shared(this.sock.addLabel('', { id, ...label, deleted: deleted === true }));
    return { labelId: id, ...label };
  }

  /** Throws LABEL_NOT_FOUND for one that was never made, or is deleted. */
  known(labelId: string): KnownLabel {
    const label = this.account.read(LABELS, labelId) as KnownLabel | null | undefined;
    if (label && !label.deleted) return label;
    throw new Problem('LABEL_NOT_FOUND', `There is no label "${labelId}".`);
  }

  /** The next number: chats may still bear the id of a label that was deleted. Two that ask at once get two. */
  private nextId(): string {
    const numbers = this.account.olderThanNewest(0, LABELS).map(Number).filter(Number.isSafeInteger);
    this.newest = Math.max(this.newest, ...numbers) + 1;
    return String(this.newest);
  }
}
