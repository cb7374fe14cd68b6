/**
 * Requests to URLs that customers gave us, and nothing else opens those: https only, bounded answers, and
 * connections only to public addresses, judged at the moment of connecting. Owns no table. Webhooks post through it; media
 * and pages for previews of links are downloaded through it. Sessions that have a proxy speak to WhatsApp through
 * {@link proxyAgent}.
 */
export type { Download } from './download.js';
export { Egress, type PostRequest, type PostResponse } from './egress.js';
export { EgressModule } from './egress.module.js';
export { EgressFailure } from './failure.js';
export { dispatcherThrough, proxyAgent, ProxyFailure, type ProxyReason } from './proxy-agent.js';
export { proxyRefusal, withoutPassword } from './proxy-url.js';
export { readAtMost } from './read-at-most.js';
