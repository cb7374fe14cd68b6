/** What is to be sent: the content part of an outbox row. */
export type OutboundContent = { type: 'text'; text: string };

/** One accepted message, as the owner of the account takes it from `mailbox.outbox`. */
export interface OutboxMessage {
  /** The WhatsApp id, chosen when the message was accepted and used again on every attempt. */
  messageId: string;
  /** Canonical JID of the chat. */
  to: string;
  content: OutboundContent;
}
