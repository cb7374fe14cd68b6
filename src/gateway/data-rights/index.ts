/**
 * What belongs to people of what is kept of them: a user can take everything of itself away. It owns no table; it stands above
 * sessions, which leave WhatsApp first, and auth, with whose user all the rest goes.
 */
export { DataRightsModule } from './data-rights.module.js';
