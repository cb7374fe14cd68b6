import type { GroupMetadata } from '@whiskeysockets/baileys';
import { LRUCache } from 'lru-cache';

/** Members over all remembered groups, some 150 bytes each. */
const REMEMBERED_MEMBERS = 50_000;
const REMEMBERED_MS = 60 * 60_000;

/** How WhatsApp is asked for one group, and for all that the account is in. */
export interface GroupSource {
  one: (groupId: string) => Promise<GroupMetadata>;
  all: () => Promise<GroupMetadata[]>;
}

/**
 * What WhatsApp says of the groups that one connection has to do with, until WhatsApp tells of a change. Without it Baileys asks for
 * the whole group before each message.
 */
export class GroupMemory {
  private readonly known = new LRUCache<string, GroupMetadata>({
    maxSize: REMEMBERED_MEMBERS,
    sizeCalculation: ({ participants }) => participants.length + 1,
    ttl: REMEMBERED_MS,
  });
  private readonly asked = new Map<string, Promise<GroupMetadata>>();

  /** The ids of all groups that the account is in; null until they are asked for, and after a change. */
  private joined: string[] | null = null;
  private changes = 0;

  constructor(private readonly source: GroupSource) {}

  /** From memory or from WhatsApp; throws what WhatsApp answers. Who asks at the same time waits for the same answer. */
  async of(groupId: string): Promise<GroupMetadata> {
    return this.known.get(groupId) ?? this.asked.get(groupId) ?? this.fetch(groupId);
  }

  /** All that the account is in, asked for again after any change. Throws what WhatsApp answers. */
  async all(): Promise<GroupMetadata[]> {
    const known = this.joined?.map((id) => this.known.get(id));
    if (known?.every((group) => group !== undefined)) return known;
    const { changes } = this;
    const groups = await this.source.all();
    if (changes !== this.changes) return groups;
    for (const group of groups) this.known.set(group.id, group);
    this.joined = groups.map(({ id }) => id);
    return groups;
  }

  /** The group has changed: an answer that is on its way may be older than that. */
  forget(groupId: string): void {
    this.changes++;
    this.joined = null;
    this.known.delete(groupId);
    this.asked.delete(groupId);
  }

  private async fetch(groupId: string): Promise<GroupMetadata> {
    const asked = this.source.one(groupId);
    this.asked.set(groupId, asked);
    try {
      const group = await asked;
      if (this.asked.get(groupId) === asked) this.known.set(groupId, group);
      return group;
    } finally {
      if (this.asked.get(groupId) === asked) this.asked.delete(groupId);
    }
  }
}
