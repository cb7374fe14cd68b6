import type { NumberAnswer } from '../../contracts/index.js';

/**
 * What a connection knows of people, and does with the account's own profile. Everything throws WHATSAPP_UNREACHABLE without an answer
 * of WhatsApp.
 */
export interface People {
  /** In the order of the question. */
  numbers(numbers: string[]): Promise<NumberAnswer[]>;
}
