/** What whoever looks at the screen of a phone should look at again. A hint: what is there now, the API tells. */
export type Change =
  | { what: 'chat'; chatId: string }
  | { what: 'typing'; chatId: string; from: string; state: string }
  | { what: 'call'; callId: string }
  /** Somebody came, went or changed, or a device of somebody. */
  | { what: 'people' };

/** Whose screen changed (a phone number; null: everybody's), and how. */
export type ScreenChange = Change & { owner: string | null };
