import type { InboxFact } from '../contracts/index.js';
import { type Batch, encodeRecord, type RecordEntry } from '../mailbox/index.js';
import type { Span } from '../platform/tracing/index.js';

/** What waits for the next commit of an account, and becomes durable together. */
export interface Staged {
  /** By type and id: of several changes to one value the last one counts. */
  entries: Map<string, RecordEntry>;
  facts: InboxFact[];
  /** Of facts that begin a trace; they end with the commit. */
  spans: Span[];
  sent: string[];
  dropped: string[];
  paired: boolean;
  /** A commit is wanted for what it proves: that the account is still ours. */
  proof: boolean;
}

export function nothingStaged(): Staged {
  return { entries: new Map(), facts: [], spans: [], sent: [], dropped: [], paired: false, proof: false };
}

export function isEmpty({ entries, facts, sent, dropped, paired, proof }: Staged): boolean {
  return entries.size + facts.length + sent.length + dropped.length === 0 && !paired && !proof;
}

export function toBatch({ entries, facts, sent, dropped, paired }: Staged): Batch {
  return { record: encodeRecord([...entries.values()]), facts, sent, dropped, ...(paired && { paired }) };
}
