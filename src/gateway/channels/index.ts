/**
 * Channels: looking at them, making and following them. It owns no table: the worker that holds the session asks WhatsApp. Posts go
 * out and come in as messages, which are messaging's.
 */
export { ChannelsModule } from './channels.module.js';
