/**
 * Other people, one at a time, as WhatsApp tells of them now: what they say of themselves, their picture, and whether they are blocked. It
 * owns no table: the worker that holds the session is asked, and the address book has the names. events calls {@link presenceEvent}.
 */
export { presenceEvent } from './presence-event.js';
export { PeopleModule } from './people.module.js';
