import { nodeFromJson, nodeToJson, stanza, type BinaryNode, type NodeJson } from './wire/stanza.js';

interface Waiting {
  node: BinaryNode;
  /** A retry receipt is followed by an `<ack error=500>` for the stanza it replaced; that one settles nothing. */
  nackExpected: boolean;
}

/** What a companion has to acknowledge a stanza by: class, id, and for receipts who sent it and of which type. */
export function queueKey(kind: string, attrs: Record<string, string | undefined>): string {
  if (kind !== 'receipt') return `${kind} ${attrs.id}`;
  return `${kind} ${attrs.id} ${attrs.type ?? ''} ${attrs.from ?? attrs.to ?? ''}`;
}

/** Messages, notifications and receipts that one companion has not acknowledged, oldest first. They outlive the connection. */
export class OfflineQueue {
  private readonly waiting = new Map<string, Waiting>();

  get size(): number {
    return this.waiting.size;
  }

  /** A stanza with a key that waits already (a resend) takes its place. */
  add(node: BinaryNode): void {
    const key = queueKey(node.tag, node.attrs);
    this.waiting.set(key, { node, nackExpected: this.waiting.get(key)?.nackExpected ?? false });
  }

  settle(key: string): void {
    this.waiting.delete(key);
  }

  expectNack(key: string): void {
    const entry = this.waiting.get(key);
    if (entry) entry.nackExpected = true;
  }

  /** The client refused the stanza. */
  nack(key: string): void {
    const entry = this.waiting.get(key);
    if (entry?.nackExpected) entry.nackExpected = false;
    else this.waiting.delete(key);
  }

  /** Everything that waits, as a login gets it: numbered in the attribute `offline`, between the preview and, by the caller, the end mark. */
  redelivery(): BinaryNode[] {
    const nodes: BinaryNode[] = [];
    for (const entry of this.waiting.values()) {
      entry.nackExpected = false;
      nodes.push({ ...entry.node, attrs: { ...entry.node.attrs, offline: String(nodes.length) } });
    }
    return nodes;
  }

  toJson(): NodeJson[] {
    return [...this.waiting.values()].map(({ node }) => nodeToJson(node));
  }

  static fromJson(nodes: NodeJson[]): OfflineQueue {
    const queue = new OfflineQueue();
    for (const node of nodes) queue.add(nodeFromJson(node));
    return queue;
  }
}

export function offlinePreview(nodes: BinaryNode[]): BinaryNode {
  const count = (tag: string) => nodes.filter((node) => node.tag === tag).length;
  return stanza('offline_preview', {
    count: nodes.length,
    message: count('message'),
    notification: count('notification'),
    receipt: count('receipt'),
    appdata: 0,
    call: 0,
  });
}
