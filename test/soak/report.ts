import type { Findings } from '../faults/checker.js';
import type { Course } from './meters.js';
import type { Soaked } from './soak.js';

const SHOWN = 10;

/** The figures of a soak for people. */
export function report({ options, seconds, messages, mishaps, courses, verdict, reactions }: Soaked): string {
  const { sent, received, allowed } = verdict;
  return [
    `${options.sessions} sessions, ${seconds} s, ${mishaps.length} mishaps, seed ${options.seed}: ` +
      `${messages.sent} sent, ${messages.received} received, ${messages.reactions} reactions, ${messages.deliveries} deliveries`,
    row('', ['lost', 'doubled', 'undecryptable', 'out of order']),
    row('sent', figures(sent)),
    row('received', figures(received)),
    `${reactions.length} reactions lost or doubled`,
    `${allowed.handedOverAgain} handed to WhatsApp again under the same id, ${allowed.toldAgain} told again under the same ` +
      `webhook-id, ${allowed.refused} refused by WhatsApp`,
    ...courses.map(courseLine),
    ...[sent, received].flatMap((findings) => Object.values(findings) as string[][]).flatMap(few),
    ...few(reactions),
    '',
  ].join('\n');
}

function courseLine({ name, samples, heap, memory, handles }: Course): string {
  const change = (what: string, { first, last, perHour }: Course['heap'], unit: string) =>
    `${what} ${first.toFixed(1)} to ${last.toFixed(1)}${unit}, ${perHour.toFixed(1)}${unit}/h`;
  return [
    `${name}, ${samples} looks after the warm-up: ${change('heap', heap, ' MB')}`,
    change('resident', memory, ' MB'),
    change('handles', handles, ''),
  ].join('; ');
}

function figures({ lost, doubled, undecryptable, reordered }: Findings): number[] {
  return [lost, doubled, undecryptable, reordered].map((found) => found.length);
}

function few(found: string[]): string[] {
  return found.slice(0, SHOWN);
}

function row(name: string, cells: (string | number)[]): string {
  return [name.padEnd(10), ...cells.map((cell) => String(cell).padStart(15))].join('');
}
