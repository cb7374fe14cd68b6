/**
 * What pages behind links say of themselves, for the previews that go with texts. Pages are anybody's: they are reached through
 * platform/egress only, a little is read of each, and never by WhatsApp's client. It owns no table; messaging calls it.
 */
export { Pages } from './pages.service.js';
export { PreviewsModule } from './previews.module.js';
