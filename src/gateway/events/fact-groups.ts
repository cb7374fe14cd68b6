import type { InboxFact, MessageStatus } from '../../contracts/index.js';

type StatusFact = Extract<InboxFact, { kind: 'message.status' }>;

export type SingleFact = Exclude<InboxFact, StatusFact>;

/** Facts that are written by one statement: one alone, or steps of messages, one a message. */
export type FactGroup = [SingleFact] | StatusFact[];

/**
 * The same facts in the same order, steps of messages that follow each other taken together: they are most of what comes in. A
 * message's second step begins another group; the same step by another member of a group chat does not.
 */
export function groupsOf(facts: InboxFact[]): FactGroup[] {
  const groups: FactGroup[] = [];
  let steps: StatusFact[] | null = null;
  let inSteps = new Map<string, MessageStatus>();
  for (const fact of facts) {
    if (fact.kind !== 'message.status') {
      groups.push([fact]);
      steps = null;
      continue;
    }
    const { messageId, status, by } = fact.payload;
    const before = inSteps.get(messageId);
    if (steps === null || (before !== undefined && !(by !== undefined && before === status))) {
      groups.push((steps = []));
      inSteps = new Map();
    }
    steps.push(fact);
    inSteps.set(messageId, status);
  }
  return groups;
}

export function areSteps(group: FactGroup): group is StatusFact[] {
  return group[0]?.kind === 'message.status';
}
