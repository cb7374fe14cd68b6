const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends us, absolute; null when it is no redirect. Throws with words for the URL's owner. */
export function redirectOf(from: string, status: number, location: string | undefined): string | null {
  if (!REDIRECTS.has(status)) return null;
  if (location === undefined || !URL.canParse(location, from)) throw new Error('The redirect leads nowhere');
  const to = new URL(location, from);
  if (from.startsWith('https:') && to.protocol !== 'https:') throw new Error('The redirect leads from https to http');
  // What stands behind # is none of the server's business.
  to.hash = '';
  return to.href;
}
