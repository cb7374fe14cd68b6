/** What was told of people, other than by their messages. */
export interface ContactsToldFact {
  contacts: ContactTold[];
  /** False for what has always been so, and is only told now: it makes no event of somebody who was not known. */
  isNews: boolean;
}

/** Of one person, by one or both addresses. A field that is absent says nothing; null takes it away. */
export interface ContactTold {
  /** Canonical JIDs: by phone number, and by LID. */
  whatsappId: string | null;
  lid: string | null;
  /** What the person goes by. */
  pushName?: string | null;
  /** As the account's owner saved it. */
  savedName?: string | null;
  /** Of a business, verified by WhatsApp. */
  verifiedName?: string | null;
  /** Another one with every new picture. */
  pictureId?: string | null;
}

/** `available` also after typing. */
export type SeenPresence = 'available' | 'unavailable' | 'composing' | 'recording';

/** What somebody does who is watched. Only a hint: one that is lost is not told again. */
export interface PresenceUpdatedFact {
  /** The person, or the group. */
  chat: string;
  from: string;
  fromLid: string | null;
  presence: SeenPresence;
  /** When the person was last there, epoch seconds; null when it is there, or WhatsApp does not tell. */
  lastSeen: number | null;
  /** Epoch seconds. */
  timestamp: number;
}
