/**
 * Messages: accepting them, showing them, cancelling them, and following them. It owns the tables `message` and `idempotency_key`.
 * A sending route commits the message, its outbox row and the caller's idempotency key together before it answers; a worker
 * drains the outbox. What becomes of a message, and what arrives, comes back through MessageFacts, which events applies. archive reads MessageHistory,
 * chats reads ChatMessages.
 */
export { type ChatMessageRef, ChatMessages } from './chat-messages.service.js';
export { type MessageFact, MessageFacts, type SentMessage } from './message-facts.service.js';
export { MessageDetailsDto, MessageDto } from './message-answers.dto.js';
export { MessageHistory, type Span } from './message-history.service.js';
export { MessagingModule } from './messaging.module.js';
