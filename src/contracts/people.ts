import type { AccountQuestion } from './rpc.js';

/** Numbers that one question may name; also what an account may ask for at once. */
export const NUMBERS_AT_ONCE = 50;

export interface NumbersQuestion extends AccountQuestion {
  /** Digits in international form, at most {@link NUMBERS_AT_ONCE}, each once. */
  numbers: string[];
}

/** What WhatsApp says of a phone number. */
export interface NumberAnswer {
  /** The digits that were asked for. */
  number: string;
  exists: boolean;
  /** The address to write to: WhatsApp may know a number in another form. Null when it does not exist. */
  whatsappId: string | null;
  /** Null when it does not exist, or WhatsApp did not tell. */
  lid: string | null;
}

/** The failure of a message to a number that is not on WhatsApp, and the code of the problem when that was known before. */
export const NOT_ON_WHATSAPP = 'recipient.not_on_whatsapp';

/** Somebody by canonical address, phone number or LID. */
export interface PersonQuestion extends AccountQuestion {
  jid: string;
}

export interface PictureQuestion extends PersonQuestion {
  /** The small one. */
  preview: boolean;
}

export interface BlockQuestion extends PersonQuestion {
  blocked: boolean;
}

/** A person's name in the account's address book. */
export interface SavedName {
  firstName: string;
  lastName: string | null;
}

export interface SaveContactQuestion extends PersonQuestion {
  /** Null: the account knows the person no more. */
  saved: SavedName | null;
}

/** What a business says of itself. */
export interface BusinessProfile {
  description: string | null;
  category: string | null;
  address: string | null;
  email: string | null;
  websites: string[];
}

export interface PersonAnswer extends PersonAddresses {
  /** Null when it is hidden, or was never written. */
  about: string | null;
  business: BusinessProfile | null;
  /** By this account. */
  blocked: boolean;
}

export interface PictureAnswer {
  /** At WhatsApp, for some days; null when there is none, or it is hidden. */
  url: string | null;
}

/** The addresses of one person, as far as the account knows them. */
export interface PersonAddresses {
  whatsappId: string | null;
  lid: string | null;
}
