/**
 * The list of chats: what is newest and unread in each, and what the devices of the account have set of it. It owns the tables `chat`
 * and `label`, which only facts write: events applies them through ChatFacts, a batch in one statement, so that accepting a message costs nothing
 * more. What callers set is asked of the worker, and comes back as a fact.
 */
export { ChatFacts } from './chat-facts.service.js';
export { ChatsModule } from './chats.module.js';
export { historyEvents } from './history.js';
export { receivedTouches, sentTouch, type Touch } from './touches.js';
