import { Check, CheckCheck, Clock, Eye } from 'lucide-react';
import type { Message } from './api';
import { STATES } from './words';

const ICONS = { sending: Clock, sent: Check, delivered: CheckCheck, read: Eye };

/** How far a message of one's own has come. */
export function State({ state }: { state: NonNullable<Message['state']> }) {
  const Icon = ICONS[state];
  return (
    <span className="shrink-0" title={STATES[state]}>
      <Icon className="size-4" aria-hidden />
      <span className="sr-only">{STATES[state]}</span>
    </span>
  );
}
