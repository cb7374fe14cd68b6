import type { PresenceData, WABusinessProfile, WASocket } from '@whiskeysockets/baileys';
import {
  bareJid,
  type BusinessProfile,
  type NumberAnswer,
  parseJid,
  type PersonAddresses,
  type PersonAnswer,
  type PresenceUpdatedFact,
  Problem,
  type SavedName,
} from '../../contracts/index.js';
import type { People } from '../whatsapp/people.js';
import { asked, shared } from './asked.js';
import { askNumbers } from './numbers.js';
import { pictureOf } from './pictures.js';

/** Other people, over one socket. */
export class BaileysPeople implements People {
  /** Who is watched, under each address, by the one that is told. */
  private readonly watched = new Map<string, string>();

  constructor(
    private readonly sock: WASocket,
    onPresence: (seen: PresenceUpdatedFact) => void,
  ) {
    sock.ev.on('presence.update', ({ id, presences }) => {
      const chat = this.watched.get(bareJid(id));
      if (chat === undefined) return;
      for (const [jid, seen] of Object.entries(presences)) void this.seen(chat, bareJid(jid), seen).then(onPresence);
    });
  }

  numbers(numbers: string[]): Promise<NumberAnswer[]> {
    return asked(askNumbers(this.sock, numbers));
  }

  async person(jid: string): Promise<PersonAnswer> {
    const [about, business, addresses, blocklist] = await asked(
      Promise.all([
        aboutOf(this.sock, jid),
        this.sock.getBusinessProfile(jid),
        this.addresses(jid),
        this.sock.fetchBlocklist(),
      ]),
    );
    const named = [addresses.whatsappId, addresses.lid];
    const blocked = blocklist.some((one) => one !== undefined && named.includes(bareJid(one)));
    return { ...addresses, about, business: business ? businessOf(business) : null, blocked };
  }

  picture(jid: string, preview: boolean): Promise<string | null> {
    return asked(pictureOf(this.sock, jid, preview ? 'preview' : 'image'));
  }

  async block(jid: string, blocked: boolean): Promise<void> {
    const { whatsappId, lid } = await asked(this.addresses(jid));
    if (whatsappId === null || lid === null) {
      throw new Problem('CONTACT_NOT_FOUND', 'WhatsApp does not tell both the number and the LID of this contact.');
    }
    await asked(this.sock.updateBlockStatus(jid, blocked ? 'block' : 'unblock'));
  }

  async save(jid: string, saved: SavedName | null): Promise<void> {
    if (saved === null) return shared(this.sock.removeContact(jid));
    const { lid } = await asked(this.addresses(jid));
    await shared(
      this.sock.addOrEditContact(jid, {
        firstName: saved.firstName,
        fullName: fullName(saved),
        ...(lid !== null && { lidJid: lid }),
        saveOnPrimaryAddressbook: true,
      }),
    );
  }

  async blocklist(): Promise<PersonAddresses[]> {
    const blocked = (await asked(this.sock.fetchBlocklist())).filter((jid) => jid !== undefined);
    return Promise.all(blocked.map((jid) => this.addresses(bareJid(jid))));
  }

  async watch(jid: string): Promise<void> {
    const { whatsappId, lid } = await asked(this.addresses(jid));
    for (const address of [jid, whatsappId, lid]) if (address !== null) this.watched.set(address, whatsappId ?? jid);
    await asked(this.sock.presenceSubscribe(jid));
  }

  private async seen(chat: string, jid: string, seen: PresenceData): Promise<PresenceUpdatedFact> {
    const { whatsappId, lid } = await this.addresses(jid).catch(() => ({ whatsappId: null, lid: null }));
    return {
      chat,
      from: whatsappId ?? jid,
      fromLid: lid,
      presence: seen.lastKnownPresence === 'paused' ? 'available' : seen.lastKnownPresence,
      lastSeen: seen.lastSeen ?? null,
      timestamp: Math.floor(Date.now() / 1000),
    };
  }

  private async addresses(jid: string): Promise<PersonAddresses> {
    const { lidMapping } = this.sock.signalRepository;
    const kind = parseJid(jid)?.kind;
    if (kind === 'group') return { whatsappId: jid, lid: null };
    const isLid = kind === 'lid';
    const other = isLid ? await lidMapping.getPNForLID(jid) : await lidMapping.getLIDForPN(jid);
    const alias = other === null ? null : bareJid(other);
    return isLid ? { whatsappId: alias, lid: jid } : { whatsappId: jid, lid: alias };
  }
}

function fullName({ firstName, lastName }: SavedName): string {
  return lastName === null ? firstName : `${firstName} ${lastName}`;
}

/** What somebody says about himself; null when it is hidden or empty. */
export async function aboutOf(sock: Pick<WASocket, 'fetchStatus'>, jid: string): Promise<string | null> {
  const [found] = (await sock.fetchStatus(jid)) ?? [];
  const { status } = (found?.['status'] ?? {}) as { status?: string | null };
  return status || null;
}

function businessOf({ description, category, address, email, website }: WABusinessProfile): BusinessProfile {
  const text = (value: string | undefined) => value || null;
  return {
    description: text(description),
    category: text(category),
    address: text(address),
    email: text(email),
    websites: website,
  };
}
