import { wrongField } from './wrong-field.js';

/** A clock that is a little slow must not make a message wrong. */
const SLACK_MS = 60_000;
const LONGEST_MS = 366 * 86_400_000;

/** When a scheduled message is to leave. Throws VALIDATION_FAILED for a time that is past, or more than a year ahead. */
export function timeToSend(sendAt: string, now: Date): Date {
  const time = new Date(sendAt);
  if (Number.isNaN(time.getTime())) throw wrongField('/sendAt', 'must be a time in ISO 8601');
  const aheadMs = time.getTime() - now.getTime();
  if (aheadMs < -SLACK_MS) throw wrongField('/sendAt', 'must not be in the past');
  if (aheadMs > LONGEST_MS) throw wrongField('/sendAt', 'must be within a year');
  return time;
}
