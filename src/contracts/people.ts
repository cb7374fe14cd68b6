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
