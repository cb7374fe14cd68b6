import { types } from 'node:util';

/** True for errors of this and of other realms (tests run in a realm of their own), and for classes that only look like Error. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
