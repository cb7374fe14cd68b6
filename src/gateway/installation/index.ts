/**
 * What a page must know of this installation before anybody has signed in. It owns no table. The dashboard asks it, without
 * credentials; nothing secret is here.
 */
export { InstallationModule } from './installation.module.js';
