import type { Changes } from '../whatsapp/port.js';

/** How Baileys calls what it remembers of who was sent our sender key of a group: `{ [device]: true }` by group. */
export const KEY_HOLDERS = 'sender-key-memory';

type Holders = Record<string, boolean>;

/**
 * Which members hold our sender keys, kept back until WhatsApp has taken the message that brought them: Baileys notes them as soon as
 * the frame is written, and whoever then missed that frame could read no message until a retry. What is sent twice does no harm.
 */
export class KeyHolders {
  private readonly unconfirmed = new Map<string, Holders>();

  /** Takes what may not be remembered yet out of a change of keys. */
  holdBack(changes: Changes): Changes {
    const { [KEY_HOLDERS]: byGroup, ...others } = changes;
    if (!byGroup) return changes;
    const forgotten = Object.entries(byGroup).filter(([, holders]) => holders === null);
    for (const [group, holders] of Object.entries(byGroup)) {
      if (holders === null) this.unconfirmed.delete(group);
      else this.unconfirmed.set(group, { ...(holders as Holders) });
    }
    return forgotten.length > 0 ? { ...others, [KEY_HOLDERS]: Object.fromEntries(forgotten) } : others;
  }

  /**
   * WhatsApp has answered for a message to this group: what is to be remembered now, unless it is known. A large group's list is some
   * 100 KB, and most messages bring nobody a key.
   */
  answered(group: string, isTaken: boolean, known: unknown): Changes {
    const holders = this.unconfirmed.get(group);
    this.unconfirmed.delete(group);
    if (!holders || !isTaken) return {};
    const before = (known ?? {}) as Holders;
    const isNews = Object.keys(holders).some((device) => !before[device]);
    return isNews ? { [KEY_HOLDERS]: { [group]: holders } } : {};
  }
}
