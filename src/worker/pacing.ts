import type { Pacing } from '../contracts/index.js';

/** A bucket of tokens, one a message; it fills with time. */
export interface Bucket {
  tokens: number;
  /** When `tokens` was true, epoch milliseconds. */
  at: number;
}

const DAY_MS = 86_400_000;
/** An account is young for so long; WhatsApp watches new accounts that write to strangers. */
const YOUNG_DAYS = 14;
const JITTER = 0.35;
const MIN_TYPING_MS = 1_000;
const MAX_TYPING_MS = 4_000;
const TYPING_MS_A_CHARACTER = 30;

/**
 * Takes `count` tokens. When there are too few, `waitMs` says when there are enough, off by up to 35 % either way so that messages do
 * not leave like clockwork, and the bucket is unchanged. `random` is in [0, 1).
 */
export function takeToken(
  bucket: Bucket | null,
  { messagesPerMinute, burst }: Pick<Pacing, 'messagesPerMinute' | 'burst'>,
  nowMs: number,
  random: number,
  count = 1,
): { bucket: Bucket; waitMs: number } {
  const perMs = messagesPerMinute / 60_000;
  const elapsedMs = bucket ? Math.max(0, nowMs - bucket.at) : 0;
  const tokens = bucket ? Math.min(burst, bucket.tokens + elapsedMs * perMs) : burst;
  if (tokens >= count) return { bucket: { tokens: tokens - count, at: nowMs }, waitMs: 0 };
  const exactMs = (count - tokens) / perMs;
  return { bucket: { tokens, at: nowMs }, waitMs: Math.ceil(exactMs * (1 - JITTER + random * 2 * JITTER)) };
}

/** New chats allowed today: the limit in the first two weeks, then twice as many each week; none is held after four weeks. */
export function newChatAllowance({ newChatsPerDay }: Pacing, ageMs: number): number {
  const weeksBeyond = Math.floor((ageMs / DAY_MS - YOUNG_DAYS) / 7) + 1;
  if (weeksBeyond <= 0) return newChatsPerDay;
  return weeksBeyond > 2 ? Infinity : newChatsPerDay * 2 ** weeksBeyond;
}

/** How long a person would type this. */
export function typingMs(text: string, random: number): number {
  const bound = Math.min(MAX_TYPING_MS, MIN_TYPING_MS + text.length * TYPING_MS_A_CHARACTER);
  return Math.round(MIN_TYPING_MS + random * (bound - MIN_TYPING_MS));
}

/** The day that counts for the limit of new chats, in UTC. */
export function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

export function nextDay(nowMs: number): Date {
  return new Date((Math.floor(nowMs / DAY_MS) + 1) * DAY_MS);
}
