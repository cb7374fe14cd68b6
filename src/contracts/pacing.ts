/** How fast an account sends. What is absent has the default. */
export interface Pacing {
  /** False sends as fast as WhatsApp takes it. */
  enabled: boolean;
  /** Messages a minute over time. */
  messagesPerMinute: number;
  /** Messages that may go out at once after a rest. */
  burst: number;
  /** Chats a day that were never written to before, while the account is young. */
  newChatsPerDay: number;
  /** Show "typing" for a moment before a text. */
  typing: boolean;
}

/** Careful enough for most accounts: 20 a minute, bursts of 5, 30 new chats a day in the first two weeks. */
export const DEFAULT_PACING: Pacing = {
  enabled: true,
  messagesPerMinute: 20,
  burst: 5,
  newChatsPerDay: 30,
  typing: true,
};

/** Why a message waits although the session is connected. */
export const HOLD_REASONS = ['PACING', 'NEW_CHAT_LIMIT', 'REACHOUT_TIMELOCK', 'MEDIA_UNAVAILABLE'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];
