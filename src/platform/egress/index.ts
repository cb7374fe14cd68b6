/**
 * Requests to URLs that customers gave us, and nothing else opens those: https only, no redirects, bounded answers, and
 * connections only to public addresses, judged at the moment of connecting. Owns no table. Webhooks call it; media
 * downloads will.
 */
export { Egress, type PostRequest, type PostResponse } from './egress.js';
export { EgressModule } from './egress.module.js';
export { EgressFailure } from './failure.js';
