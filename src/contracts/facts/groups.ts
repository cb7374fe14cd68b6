import type { GroupAction, GroupUpdate } from '../groups.js';

/** Who did something to a group, and when; told once for each of WhatsApp's notifications. */
export interface GroupActFact {
  groupId: string;
  /** WhatsApp's id of the notification. */
  changeId: string;
  /** Canonical address, by phone number where known; null where WhatsApp does not say. */
  by: string | null;
  byLid: string | null;
  pushName: string | null;
  /** Epoch seconds. */
  timestamp: number;
}

export interface GroupUpdatedFact extends GroupActFact {
  changes: GroupUpdate;
}

export interface GroupParticipantsFact extends GroupActFact {
  action: GroupAction;
  participants: { id: string; lid: string | null }[];
}
