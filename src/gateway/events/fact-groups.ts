import type { InboxFact } from '../../contracts/index.js';

type StatusFact = Extract<InboxFact, { kind: 'message.status' }>;

/** Facts that are written by one statement: one alone, or steps of different messages. */
export type FactGroup = [Exclude<InboxFact, StatusFact>] | StatusFact[];

/**
 * The same facts in the same order, steps of different messages that follow each other taken together: they are most of what
 * comes in. A message's second step begins another group.
 */
export function groupsOf(facts: InboxFact[]): FactGroup[] {
  const groups: FactGroup[] = [];
  let steps: StatusFact[] | null = null;
  let inSteps = new Set<string>();
  for (const fact of facts) {
    if (fact.kind !== 'message.status') {
      groups.push([fact]);
      steps = null;
    } else {
      if (steps === null || inSteps.has(fact.payload.messageId)) {
        groups.push((steps = []));
        inSteps = new Set();
      }
      steps.push(fact);
      inSteps.add(fact.payload.messageId);
    }
  }
  return groups;
}

export function areSteps(group: FactGroup): group is StatusFact[] {
  return group[0]?.kind === 'message.status';
}
