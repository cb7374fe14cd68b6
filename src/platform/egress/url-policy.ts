import { isIP } from 'node:net';
import { isPublicAddress } from './address.js';

const MAX_URL_LENGTH = 2048;
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** Names that never lead to the public Internet (RFC 6761, RFC 6762, RFC 8375, and what clouds use inside). */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)$/;
/** Below are the ports of other protocols (mail, DNS, shells), which a request must not be smuggled into. */
const FIRST_FREE_PORT = 1024;

/**
 * Why this URL may not be opened, as words that follow "the URL"; null when it may. Judges the text only: where a name
 * leads is decided when the connection is made. `allowPrivate` also permits http and addresses that are not public.
 */
export function urlRefusal(text: string, allowPrivate: boolean): string | null {
  if (text.length > MAX_URL_LENGTH) return `is longer than ${MAX_URL_LENGTH} characters`;
  if (!/^[\x21-\x7e]+$/.test(text)) return 'contains spaces, control characters or letters outside ASCII';
  if (!(allowPrivate ? /^https?:\/\/[^/]/i : /^https:\/\/[^/]/i).test(text)) return 'does not start with https://';
  // The parser would take a backslash for a slash; other readers of the same text would not.
  if (text.includes('\\') || !URL.canParse(text)) return 'is not a valid URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'contains credentials';
  return portRefusal(url.port) ?? hostRefusal(url.hostname, writtenHost(text), allowPrivate);
}

function portRefusal(port: string): string | null {
  if (port === '' || port === '80' || port === '443' || Number(port) >= FIRST_FREE_PORT) return null;
  return `names port ${port}; allowed are 80, 443 and from ${FIRST_FREE_PORT} up`;
}

function hostRefusal(hostname: string, written: string, allowPrivate: boolean): string | null {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0) {
    // Octal, hexadecimal, short and percent-encoded forms are read differently by different programs.
    if (written !== hostname) return 'writes its address in an unusual form';
    return allowPrivate || isPublicAddress(address) ? null : 'leads to an address that is not public';
  }
  const name = hostname.replace(/\.$/, '');
  if (written !== hostname || !HOST_NAME.test(name)) return 'has an invalid host name';
  const isLocal = !name.includes('.') || LOCAL_NAME.test(name);
  return isLocal && !allowPrivate ? 'names a host that is not public' : null;
}

/** The host as it stands in the text, in lower case, without credentials and port. */
function writtenHost(text: string): string {
  const authority = /^[^/]*\/\/([^/?#]*)/.exec(text)?.[1] ?? '';
  return authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
}
