/**
 * What both roles say to each other, and nothing else: RPC patterns, mailbox payloads, event types, states, error codes
 * and WhatsApp addresses. It owns no table; everybody may import it, and it imports nothing of the product.
 */
export * from './addresses.js';
export * from './channels.js';
export * from './content.js';
export * from './content-view.js';
export * from './errors.js';
export * from './events.js';
export * from './groups.js';
export * from './inbox.js';
export * from './labels.js';
export * from './media.js';
export * from './message-id.js';
export * from './outbox.js';
export * from './pacing.js';
export * from './people.js';
export * from './profile.js';
export * from './rpc.js';
export * from './session-id.js';
export * from './states.js';
