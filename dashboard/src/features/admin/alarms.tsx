import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import * as api from './admin-api';
import { moment } from './times';

const REFRESH_MS = 10_000;
/** Messages leave within seconds; one that waits for so long is stuck. */
const LONG_WAIT_S = 60;

/** What needs somebody to look at it: what is wrong in the whole installation now, and what events told this administrator. */
export function Alarms({ figures }: { figures: api.Statistics }) {
  const { data: events = [] } = useQuery({
    queryKey: ['admin', 'alarm-events'],
    queryFn: api.alarmEvents,
    refetchInterval: REFRESH_MS,
  });
  const alarms = alarmsIn(figures);
  return (
    <section aria-label="Alarms" className="grid gap-2">
      <h2 className="text-sm font-medium">Alarms</h2>
      <ul className="bg-card divide-y rounded-xl border text-sm">
        {alarms.map((alarm) => (
          <li key={alarm} className="flex items-center gap-3 px-4 py-3">
            <TriangleAlert className="text-destructive size-5 shrink-0" aria-hidden />
            {alarm}
          </li>
        ))}
        {alarms.length === 0 && (
          <li className="flex items-center gap-3 px-4 py-3">
            <CircleCheck className="size-5 shrink-0" aria-hidden /> Nothing is wrong.
          </li>
        )}
        {events.map(({ id, type, sessionId, createdAt }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 px-4 py-3">
            <span className="flex-1">
              {WORDS[type] ?? type}
              {sessionId && <span className="text-muted-foreground"> · session {sessionId}</span>}
            </span>
            <time dateTime={createdAt} className="text-muted-foreground text-xs">
              {moment(createdAt)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}

const WORDS: Record<string, string> = {
  'webhook.disabled': 'A webhook of yours was switched off, because it failed for too long',
  'usage.limit': 'A limit of your plan is reached',
  'session.paired': 'A phone of yours has a new linked device',
  'session.logged_out': 'A session of yours was logged out',
};

function alarmsIn({ workers, webhooks, queues }: api.Statistics): string[] {
  const alarms: [boolean, string][] = [
    [workers.online === 0, 'No worker is online: sessions are not connected.'],
    [workers.offline > 0, `${count(workers.offline, 'worker')} offline within the last day.`],
    [webhooks.disabled > 0, `${count(webhooks.disabled, 'webhook')} switched off after failing for too long.`],
    [webhooks.failing > 0, `${count(webhooks.failing, 'webhook')} failing now.`],
    [queues.deadLetters > 0, `${count(queues.deadLetters, 'dead letter')}: events that were refused for good.`],
    [queues.oldestOutgoingSeconds > LONG_WAIT_S, 'Messages have been waiting to be sent for more than a minute.'],
  ];
  return alarms.filter(([holds]) => holds).map(([, words]) => words);
}

function count(many: number, what: string): string {
  return `${many.toLocaleString()} ${what}${many === 1 ? '' : 's'}`;
}
