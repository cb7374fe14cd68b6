import { urlRefusal } from './url-policy.js';

const SCHEME = /^(http|https|socks5):\/\//i;

/**
 * Why this can not be the URL of a proxy, as words that follow "the URL"; null when it can. `http`, `https` or `socks5`, a host that may be
 * reached from here, and at most a user and a password with it.
 */
export function proxyRefusal(text: string, allowPrivate: boolean): string | null {
  if (!SCHEME.test(text)) return 'does not start with http://, https:// or socks5://';
  if (!URL.canParse(text)) return 'is not a valid URL';
  const { username, password, pathname, search, hash } = new URL(text);
  if ((pathname !== '' && pathname !== '/') || search || hash)
    return 'has more than a host, a port, a user and a password';
  if (!isDecodable(username) || !isDecodable(password)) return 'has a user or a password that is not percent-encoded';
  // Where it leads is judged like any other URL's.
  return urlRefusal(
    text
      .replace(SCHEME, 'https://')
      .replace(/\/\/[^/]*@/, '//')
      .replace(/\/?$/, '/'),
    allowPrivate,
  );
}

/** The URL as it may be shown. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href.replace(/\/$/, '');
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
