import type { AccountQuestion } from './rpc.js';

/** The account's own profile, as others see it. */
export interface ProfileAnswer {
  name: string | null;
  about: string | null;
  /** At WhatsApp, for some days; null where there is no picture. */
  pictureUrl: string | null;
}

/** What is absent stays as it is. `picture`: a square JPEG in base64; null takes it away. */
export interface ProfileChange {
  name?: string;
  about?: string;
  picture?: string | null;
}

export interface ChangeProfileQuestion extends AccountQuestion {
  change: ProfileChange;
}

const AUDIENCES = ['all', 'contacts', 'contact_blacklist', 'none'] as const;

/** Who may see or do what, in WhatsApp's own words; `contact_blacklist` is all contacts but those that were named on the phone. */
export const PRIVACY_CHOICES = {
  lastSeen: AUDIENCES,
  online: ['all', 'match_last_seen'],
  profilePhoto: AUDIENCES,
  about: AUDIENCES,
  readReceipts: ['all', 'none'],
  groupsAdd: AUDIENCES,
  callsAdd: ['all', 'known'],
  messages: ['all', 'contacts'],
} as const;

export type PrivacySetting = keyof typeof PRIVACY_CHOICES;

/** Values that WhatsApp has and this version does not know come as they are. What it does not tell is absent. */
export type PrivacyAnswer = Partial<Record<PrivacySetting, string>>;

export interface ChangePrivacyQuestion extends AccountQuestion {
  changes: PrivacyAnswer;
}
