/** What a request says of the page that makes it. */
export interface PageOfRequest {
  requestedWith: string | undefined;
  /** As browsers send it; programs send none. */
  origin: string | undefined;
  /** What the request was sent to: host and port. */
  host: string;
}

/**
 * Whether the page may use the cookie that the browser keeps for us. The header can not be set by a form or an image of another
 * site, and by a script of another site only where CORS lets it; the origin must be this host, the address that users reach us at,
 * or one of the list.
 */
export function isOurPage(page: PageOfRequest, publicUrl: string | undefined, corsOrigins: string[]): boolean {
  if (page.requestedWith !== 'wagate') return false;
  if (page.origin === undefined) return true;
  if (!URL.canParse(page.origin)) return false;
  const { host, origin } = new URL(page.origin);
  // A proxy that ends TLS hides from us that it was https, so the scheme is not looked at.
  if (host === hostOf(page.host)) return true;
  return origin === (publicUrl && new URL(publicUrl).origin) || corsOrigins.includes(origin);
}

/** As in an origin, which leaves the usual port away. */
function hostOf(host: string): string {
  return host.toLowerCase().replace(/:(80|443)$/, '');
}
