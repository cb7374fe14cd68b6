/**
 * Groups, as WhatsApp has them: who is in them, what they are called, who may do what. It owns no table: the worker that holds the
 * session asks WhatsApp, and remembers until a group changes. events calls {@link groupEvent} with what happened. Messages to and from
 * groups are messaging's.
 */
export { groupEvent } from './group-events.js';
export { GroupsModule } from './groups.module.js';
