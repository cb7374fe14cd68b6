/**
 * Three ledgers of one run, kept by three parties that do not talk to each other: the caller of the API, the simulated
 * WhatsApp, the webhook's receiver. A chat is the phone number of a contact, who talks to one session only; every text is
 * said once. Lists are in the order of events, at least within a chat.
 */
export interface Ledgers {
  /** By the caller: what it sent with one key each, and all ids that it was ever answered for that key. */
  accepted: { chat: string; text: string; ids: string[] }[];
  /** By the contacts: what they wrote to a session. */
  said: { chat: string; text: string; id: string }[];
  /** By the contacts: what their phones decrypted and show. */
  shown: { chat: string; text: string; id: string }[];
  /** By WhatsApp's server: what it was handed by the sessions. */
  routed: Routed[];
  /** By WhatsApp's server: how often a session asked for a message again because it could not decrypt it. */
  askedAgain: number;
  /** By the webhook's receiver: what it answered with success. */
  told: Told[];
}

export interface Routed {
  chat: string;
  id: string;
  /** How often the id was handed over. */
  attempts: number;
  decryptFailures: number;
  refusals: number;
}

export interface Told {
  webhookId: string;
  sessionId: string;
  /** Gap-free for a session. */
  sequence: number;
  type: string;
  /** Of messages only, as the last three. */
  chat?: string;
  messageId?: string;
  text?: string;
  status?: string;
  detail?: string;
}
