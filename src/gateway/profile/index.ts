/**
 * The account's own profile: name, about text, picture, and who may see what. It owns no table: WhatsApp keeps it, and the worker that holds
 * the session is asked.
 */
export { ProfileModule } from './profile.module.js';
