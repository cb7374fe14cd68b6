/** `offer`: it rings. `accept`: another device of the account took it. The others are its ends; after `accept` it is `terminate`. */
export const CALL_STATES = ['offer', 'accept', 'reject', 'timeout', 'terminate'] as const;
export type CallState = (typeof CALL_STATES)[number];

/** Somebody calls, and what became of it. Each state is told once. */
export interface CallReceivedFact {
  callId: string;
  state: CallState;
  /** The caller, or the group that is called. */
  chat: string;
  from: string;
  fromLid: string | null;
  isGroup: boolean;
  isVideo: boolean;
  /** Of this state, epoch seconds. */
  timestamp: number;
}
