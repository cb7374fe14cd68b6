import { REFRESH_TOKEN_DAYS } from '../refresh-tokens.repository.js';

const NAME = 'wagate_refresh';

/** Where a browser shows the cookie, and whether only over https. */
export interface CookiePlace {
  path: string;
  secure: boolean;
}

/** `Set-Cookie` for a refresh token that no page can read and no other site can use; null takes it away. */
export function refreshCookie(token: string | null, { path, secure }: CookiePlace): string {
  const seconds = token === null ? 0 : REFRESH_TOKEN_DAYS * 24 * 3600;
  const attributes = [
    `Path=${path}`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
  ];
  return [`${NAME}=${token ?? ''}`, ...attributes].join('; ');
}

/** The refresh token of a `Cookie` header; null when it has none. */
export function refreshTokenIn(header: string | undefined): string | null {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${NAME}=`));
  return own?.slice(NAME.length + 1) || null;
}
