import type {
  NumberAnswer,
  PersonAddresses,
  PersonAnswer,
  PrivacyAnswer,
  SavedName,
  ProfileAnswer,
  ProfileChange,
} from '../../contracts/index.js';

/**
 * What a connection knows of other people. Everything throws WHATSAPP_UNREACHABLE without an answer of WhatsApp, WHATSAPP_REFUSED and
 * RATE_LIMITED where that is the answer. People are named by their canonical JIDs.
 */
export interface People {
  /** In the order of the question. */
  numbers(numbers: string[]): Promise<NumberAnswer[]>;
  person(jid: string): Promise<PersonAnswer>;
  /** Where the picture lies; null when there is none or it is hidden. */
  picture(jid: string, preview: boolean): Promise<string | null>;
  /** Repeatable. Throws CONTACT_NOT_FOUND when WhatsApp does not tell both addresses of the person, which it wants named. */
  block(jid: string, blocked: boolean): Promise<void>;
  /**
   * Saves somebody on all devices of the account, or no longer, and reports it. Repeatable. Throws UNAVAILABLE while the phone has not
   * handed over the keys for that.
   */
  save(jid: string, saved: SavedName | null): Promise<void>;
  blocklist(): Promise<PersonAddresses[]>;
  /** From now on what this person or group does is told, until the connection ends. */
  watch(jid: string): Promise<void>;
}

/** The account's own profile. Throws like {@link People}. */
export interface Profile {
  show(): Promise<ProfileAnswer>;
  /**
   * One change after the other; those before one that fails stay. Throws UNAVAILABLE for a name while the phone has not sent the keys for
   * it.
   */
  change(change: ProfileChange): Promise<void>;
  privacy(): Promise<PrivacyAnswer>;
  changePrivacy(changes: PrivacyAnswer): Promise<void>;
}
