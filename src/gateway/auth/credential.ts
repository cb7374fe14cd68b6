import type { IncomingHttpHeaders } from 'node:http';

export type Credential = { kind: 'apiKey'; key: string } | { kind: 'accessToken'; token: string };

/**
 * The credential of a request, unchecked; null when there is none. Headers only: a path or a query ends up in logs.
 * `X-Api-Key` wins, because proxies put things of their own into `Authorization`.
 */
export function readCredential(headers: IncomingHttpHeaders): Credential | null {
  const apiKey = headers['x-api-key'];
  if (typeof apiKey === 'string') return { kind: 'apiKey', key: apiKey.trim() };
  const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer === undefined) return null;
  return bearer.startsWith('wag_') ? { kind: 'apiKey', key: bearer } : { kind: 'accessToken', token: bearer };
}
