import { Problem } from '../../contracts/index.js';
import { isError } from '../is-error.js';
import { AddressRefused } from './checked-lookup.js';

/** No answer came: the name, the connection, TLS or the time. `message` says which, in words for the URL's owner. */
export class EgressFailure extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'EgressFailure';
  }
}

/** Turns what the HTTP client threw into what callers handle. */
export function failureOf(error: unknown): Problem | EgressFailure {
  if (error instanceof AddressRefused) return new Problem('URL_REFUSED', `The URL's host ${error.message}.`);
  return new EgressFailure(describe(error), error);
}

function describe(error: unknown): string {
  if (!isError(error)) return 'The request failed';
  if (error.name === 'TimeoutError') return 'No answer within the time limit';
  const code = 'code' in error ? String(error.code) : error.name;
  return WORDS[code] ?? `The request failed: ${code}`;
}

const WORDS: Record<string, string> = {
  ENOTFOUND: 'The host name does not exist',
  EAI_AGAIN: 'The host name could not be looked up',
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was reset',
  EHOSTUNREACH: 'The host can not be reached',
  ENETUNREACH: 'The network can not be reached',
  ETIMEDOUT: 'The connection was not made in time',
  UND_ERR_CONNECT_TIMEOUT: 'The connection was not made in time',
  UND_ERR_SOCKET: 'The connection was closed before the answer',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are too large',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate chain is self-signed',
  CERT_HAS_EXPIRED: 'The certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate can not be verified',
};
