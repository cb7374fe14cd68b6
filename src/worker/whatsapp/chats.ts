import type {
  AccountQuestion,
  ChatChangeQuestion,
  Presence,
  ReadMessage,
  StarQuestion,
} from '../../contracts/index.js';

/** What is to be set of a chat; a field that is absent stays as it is. */
export type ChatWish = Omit<ChatChangeQuestion, keyof AccountQuestion>;
export type StarWish = Omit<StarQuestion, keyof AccountQuestion>;

/** What a connection does in chats besides writing messages. */
export interface Chats {
  /** Shows the other side that somebody is typing. What goes wrong is of no consequence. */
  typing(to: string): Promise<void>;
  /** Tells the authors of messages that they were read. Resolves when WhatsApp has that; throws WHATSAPP_UNREACHABLE when it does not say so. */
  markRead(messages: ReadMessage[]): Promise<void>;
  /**
   * Sets it on all devices of the account, and reports it. Resolves when WhatsApp has it. Throws UNAVAILABLE while the phone has not
   * handed over the keys for that, LABEL_NOT_FOUND, and WHATSAPP_UNREACHABLE.
   */
  change(wish: ChatWish): Promise<void>;
  /** Like {@link change}, of a message. */
  star(wish: StarWish): Promise<void>;
  /**
   * Shows others what this account is doing; resolves when it was said, since WhatsApp confirms nothing. Throws UNAVAILABLE while
   * WhatsApp has not told the account's name, without which it takes no word of being available.
   */
  showPresence(presence: Presence, to: string | null): Promise<void>;
}
