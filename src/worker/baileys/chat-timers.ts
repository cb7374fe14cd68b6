import { type ChatChange, NO_CONTEXT, type OutboxMessage } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';

const TIMERS = 'timer';

type TimerChange = Pick<ChatChange, 'chat' | 'ephemeralSeconds'>;

/** What makes an account remember after how long the messages of these chats disappear; of those that do not say, nothing. */
export function timersRemembered(changes: TimerChange[]): Changes {
  const told = changes.flatMap(({ chat, ephemeralSeconds: seconds }) => {
    return seconds === undefined ? [] : [[chat, seconds === null ? null : { seconds }] as const];
  });
  return told.length === 0 ? {} : { [TIMERS]: Object.fromEntries(told) };
}

/** After how many seconds the messages of a chat disappear; null: they stay. */
export function timerOf(account: Pick<AccountPort, 'read'>, chat: string): number | null {
  const timer = account.read(TIMERS, chat) as { seconds: number } | null;
  return timer?.seconds ?? null;
}

/** The message as one that disappears after so long. What is done to another message has no time of its own. */
export function disappearing(message: OutboxMessage, seconds: number | null): OutboxMessage {
  if (seconds === null || 'target' in message.content) return message;
  return { ...message, context: { ...NO_CONTEXT, ...message.context, disappearsAfterSeconds: seconds } };
}
