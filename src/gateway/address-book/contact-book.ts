import type { ContactTold } from '../../contracts/index.js';

/** All that a session knows of one person. */
export interface Contact {
  id: string;
  /** By phone number; null as long as only the LID is known. */
  whatsappId: string | null;
  lid: string | null;
  pushName: string | null;
  savedName: string | null;
  verifiedName: string | null;
  pictureId: string | null;
}

const NAMES = ['pushName', 'savedName', 'verifiedName', 'pictureId'] as const;
export type ContactField = 'whatsappId' | 'lid' | (typeof NAMES)[number];

/**
 * When something of a person is an event: `always`, since it was said of the person; only of one who was `known`, since a message told it
 * by the way; or `never`, since it was so before the session was linked.
 */
export type News = 'never' | 'known' | 'always';

/** What has become of a person. */
export interface ContactChange {
  contact: Contact;
  changed: Set<ContactField>;
  /** Was not known before. */
  isNew: boolean;
  /** The most that was said of how new it is. */
  news: News;
  /** The LID that was taken for somebody else until now. */
  merged: string | null;
}

/** Two addresses of one person, from now on. */
export interface Joined {
  whatsappId: string;
  lid: string;
}

/**
 * The people whom a batch of facts is about, each once: what is said of them is taken in order, and then stands in `changes`. The
 * LID is the person; a phone number goes from one to another.
 */
export class ContactBook {
  private readonly byAddress = new Map<string, Contact>();
  private readonly changesById = new Map<string, ContactChange>();
  /** Ids of rows that are another row's person. */
  readonly gone: string[] = [];
  readonly joined: Joined[] = [];

  constructor(
    known: Contact[],
    private readonly newId: () => string,
  ) {
    for (const contact of known) this.index({ ...contact });
  }

  get changes(): ContactChange[] {
    return [...this.changesById.values()];
  }

  /** Changes that are events: one person where there seemed to be two always is. */
  get toldOf(): ContactChange[] {
    return this.changes.filter(
      ({ news, isNew, merged }) => merged !== null || news === 'always' || (news === 'known' && !isNew),
    );
  }

  /** The one address under which this person's chat is kept: that by phone number where it is known. */
  chatOf(jid: string): string {
    return this.byAddress.get(jid)?.whatsappId ?? jid;
  }

  take(told: ContactTold, news: News): void {
    const contact = this.personOf(told);
    for (const name of NAMES) {
      const value = told[name];
      if (value === undefined || value === contact[name]) continue;
      contact[name] = value;
      const change = this.changeOf(contact, name);
      if (change.news !== 'always' && news !== 'never') change.news = news;
    }
  }

  private personOf({ whatsappId, lid }: ContactTold): Contact {
    const byLid = lid === null ? undefined : this.byAddress.get(lid);
    const byPhone = whatsappId === null ? undefined : this.byAddress.get(whatsappId);
    if (byLid && byLid === byPhone) return byLid;
    if (whatsappId === null || lid === null) return byLid ?? byPhone ?? this.add(whatsappId, lid);
    this.joined.push({ whatsappId, lid });
    const isFree = byPhone?.lid === null;
    if (byLid && byPhone && isFree) return this.merge(byPhone, byLid);
    if (byPhone && isFree) return this.give(byPhone, 'lid', lid);
    if (byPhone) this.takeNumber(byPhone);
    return byLid ? this.give(byLid, 'whatsappId', whatsappId) : this.add(whatsappId, lid);
  }

  private add(whatsappId: string | null, lid: string | null): Contact {
    const nameless = { pushName: null, savedName: null, verifiedName: null, pictureId: null };
    const contact: Contact = { id: this.newId(), whatsappId, lid, ...nameless };
    this.index(contact);
    this.changesById.set(contact.id, {
      contact,
      changed: new Set(),
      isNew: true,
      news: 'never',
      merged: null,
    });
    return contact;
  }

  /** Two rows of one person become the one by phone number. */
  private merge(kept: Contact, other: Contact): Contact {
    if (other.whatsappId !== null) this.byAddress.delete(other.whatsappId);
    this.changesById.delete(other.id);
    this.gone.push(other.id);
    this.give(kept, 'lid', other.lid!);
    for (const name of NAMES) kept[name] ??= other[name];
    this.changeOf(kept, 'lid').merged = other.lid;
    return kept;
  }

  private give(contact: Contact, field: 'whatsappId' | 'lid', address: string): Contact {
    const wasLidOnly = contact.whatsappId === null;
    if (contact[field] !== null) this.byAddress.delete(contact[field]);
    contact[field] = address;
    this.index(contact);
    const change = this.changeOf(contact, field);
    if (wasLidOnly && !change.isNew) change.merged = contact.lid;
    return contact;
  }

  private takeNumber(contact: Contact): void {
    this.byAddress.delete(contact.whatsappId!);
    contact.whatsappId = null;
    this.changeOf(contact, 'whatsappId');
  }

  private changeOf(contact: Contact, field: ContactField): ContactChange {
    const change = this.changesById.get(contact.id) ?? {
      contact,
      changed: new Set(),
      isNew: false,
      news: 'never',
      merged: null,
    };
    change.changed.add(field);
    this.changesById.set(contact.id, change);
    return change;
  }

  private index(contact: Contact): void {
    if (contact.whatsappId !== null) this.byAddress.set(contact.whatsappId, contact);
    if (contact.lid !== null) this.byAddress.set(contact.lid, contact);
  }
}
