import type { Findings } from './checker.js';
import type { Run } from './run.js';

/** How many findings of a kind are told in full. */
const SHOWN = 10;

/** The figures of a run for people: a table, then what was found. */
export function report({ facts, ledgers, verdict }: Pick<Run, 'facts' | 'ledgers' | 'verdict'>): string {
  const { accepted, said } = ledgers;
  const { sent, received, allowed } = verdict;
  const { seed, kills, atCheckpoint, others, seconds } = facts;
  const { handedOverAgain, toldAgain, refused } = allowed;
  return [
    `${kills} kills (${atCheckpoint} at their checkpoint) and ${others} other faults in ${seconds} s, seed ${seed}`,
    row('', ['messages', 'lost', 'doubled', 'undecryptable', 'reordered']),
    row('sent', [accepted.length, ...figures(sent)]),
    row('received', [said.length, ...figures(received)]),
    `${handedOverAgain} handed to WhatsApp again under the same id, ${toldAgain} told again under the same webhook-id, ` +
      `${refused} refused by WhatsApp`,
    ...[sent, received].flatMap((findings) =>
      Object.values(findings).flatMap((found: string[]) => found.slice(0, SHOWN)),
    ),
    '',
  ].join('\n');
}

function figures({ lost, doubled, undecryptable, reordered }: Findings): number[] {
  return [lost, doubled, undecryptable, reordered].map((found) => found.length);
}

function row(name: string, cells: (string | number)[]): string {
  return [name.padEnd(10), ...cells.map((cell) => String(cell).padStart(14))].join('');
}
