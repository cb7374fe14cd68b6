import { isError } from '../is-error.js';

// Node's codes for a peer that is not there, and the PostgreSQL codes that mean "not now": class 08 connection exception,
// 57P0x shutdown and crash, 53300 too many connections.
const NOT_REACHABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const NOT_NOW = /^(08\d{3}|57P0[1-4]|53300)$/;
// pg 8.23 gives these no code (lib/client.js, pg-pool/index.js).
const NOT_CONNECTED =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** True when a store we depend on could not be reached, as opposed to having refused what it was asked. */
export function isUnreachable(error: unknown): boolean {
  if (!isError(error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return NOT_REACHABLE.test(code) || NOT_NOW.test(code) || NOT_CONNECTED.test(error.message);
}
