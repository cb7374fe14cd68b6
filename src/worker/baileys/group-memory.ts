import type { GroupMetadata } from '@whiskeysockets/baileys';
import { LRUCache } from 'lru-cache';

/** Members over all remembered groups, some 150 bytes each. */
const REMEMBERED_MEMBERS = 50_000;
const REMEMBERED_MS = 60 * 60_000;

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

  constructor(private readonly ask: (groupId: string) => Promise<GroupMetadata>) {}

  /** From memory or from WhatsApp; throws what WhatsApp answers. Who asks at the same time waits for the same answer. */
  async of(groupId: string): Promise<GroupMetadata> {
    return this.known.get(groupId) ?? this.asked.get(groupId) ?? this.fetch(groupId);
  }

  /** Without asking anybody. */
  remembered(groupId: string): GroupMetadata | undefined {
    return this.known.get(groupId);
  }

  /** The group has changed: an answer that is on its way may be older than that. */
  forget(groupId: string): void {
    this.known.delete(groupId);
    this.asked.delete(groupId);
  }

  private async fetch(groupId: string): Promise<GroupMetadata> {
    const asked = this.ask(groupId);
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
