import { type BaileysEventMap, S_WHATSAPP_NET, type WASocket } from '@whiskeysockets/baileys';
import {
  bareJid,
  type PrivacyAnswer,
  type PrivacySetting,
  PRIVACY_CHOICES,
  Problem,
  type ProfileAnswer,
  type ProfileChange,
} from '../../contracts/index.js';
import type { Profile } from '../whatsapp/people.js';
import { asked } from './asked.js';
import { hearAtOnce } from './internals.js';
import { aboutOf } from './people.js';
import { pictureOf, setPicture } from './pictures.js';

/** What WhatsApp calls the settings. */
const CATEGORY: Record<PrivacySetting, string> = {
  lastSeen: 'last',
  online: 'online',
  profilePhoto: 'profile',
  about: 'status',
  readReceipts: 'readreceipts',
  groupsAdd: 'groupadd',
  callsAdd: 'calladd',
  messages: 'messages',
};
const SETTINGS = Object.keys(PRIVACY_CHOICES) as PrivacySetting[];

/** The own profile, over one socket. */
export class BaileysProfile implements Profile {
  constructor(private readonly sock: WASocket) {
    hearAtOnce(sock, (told) => this.keepName(told['messages.upsert']));
  }

  async show(): Promise<ProfileAnswer> {
    const [about, pictureUrl] = await asked(
      Promise.all([aboutOf(this.sock, this.me), pictureOf(this.sock, this.me, 'image')]),
    );
    return { name: this.sock.authState.creds.me?.name ?? null, about, pictureUrl };
  }

  async change({ name, about, picture }: ProfileChange): Promise<void> {
    if (name !== undefined) await this.rename(name);
    if (about !== undefined) await asked(this.sock.updateProfileStatus(about));
    if (picture !== undefined) await asked(setPicture(this.sock, this.me, picture));
  }

  async privacy(): Promise<PrivacyAnswer> {
    const told = (await asked(this.sock.fetchPrivacySettings(true))) as Record<string, string | undefined>;
    const known = SETTINGS.map((setting) => [setting, told[CATEGORY[setting]]] as const);
    return Object.fromEntries(known.filter(([, value]) => value !== undefined));
  }

  async changePrivacy(changes: PrivacyAnswer): Promise<void> {
    for (const setting of SETTINGS) {
      const value = changes[setting];
      if (value === undefined) continue;
      const category = { tag: 'category', attrs: { name: CATEGORY[setting], value } };
      const content = [{ tag: 'privacy', attrs: {}, content: [category] }];
      await asked(
        this.sock.query({ tag: 'iq', attrs: { to: S_WHATSAPP_NET, type: 'set', xmlns: 'privacy' }, content }),
      );
    }
  }

  /**
   * Baileys takes the name that an own message bears for the newest one (upsertMessage, lib/Socket/chats.js, rc14). It is that of the
   * time when the message was written, and a history after the pairing arrives late: once there is a name, only a change of it counts.
   */
  private keepName(told: BaileysEventMap['messages.upsert'] | undefined): void {
    if (!this.sock.authState.creds.me?.name) return;
    for (const message of told?.messages ?? []) if (message.key.fromMe) delete message.pushName;
  }

  private get me(): string {
    return bareJid(this.sock.authState.creds.me?.id ?? '');
  }

  /** The name is part of what all devices of the account share, for which the phone sends the keys some time after the pairing. */
  private async rename(name: string): Promise<void> {
    if (!this.sock.authState.creds.myAppStateKeyId) {
      const detail = 'The phone has not sent the keys for a change of the name yet.';
      throw new Problem('UNAVAILABLE', detail, { retryAfterSeconds: 10 });
    }
    await asked(this.sock.updateProfileName(name));
  }
}
