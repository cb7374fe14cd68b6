import type { BaileysEventMap, ConnectionState } from '@whiskeysockets/baileys';

type TimeLock = NonNullable<ConnectionState['reachoutTimeLock']>;
type CapInfo = BaileysEventMap['message-capping.update'];

/** Until when the account may write to known chats only; null: it was not said; false: it is free. */
export type Restriction = Date | null | false;

export function timeLockOf({ isActive, timeEnforcementEnds }: TimeLock): Restriction {
  return isActive ? (timeEnforcementEnds ?? null) : false;
}

/** The quota of new chats. A warning restricts nothing; undefined says that there is nothing to change. */
export function capOf({ capping_status: status, cycle_end_timestamp: end }: CapInfo): Restriction | undefined {
  if (status === undefined || status.toString() !== 'CAPPED') return undefined;
  const seconds = Number(end);
  return seconds > 0 ? new Date(seconds * 1000) : null;
}
