import type { FieldProblem } from '../../contracts/index.js';

export const MAX_CUSTOM_HEADERS = 20;
const MAX_VALUE_LENGTH = 2048;
const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
const VALUE = /^[\x20-\x7e]*$/;
/** What we set ourselves, and what belongs to the connection instead of the message (RFC 9110 7.6.1). */
const RESERVED =
  /^(webhook-.*|x-hub-signature-256|content-.*|host|user-agent|traceparent|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/i;

/** What is wrong with the headers that a webhook is to carry besides ours; empty when nothing is. */
export function headerProblems(headers: Record<string, unknown>): FieldProblem[] {
  const names = Object.keys(headers);
  if (names.length > MAX_CUSTOM_HEADERS)
    return [{ pointer: '/headers', detail: `at most ${MAX_CUSTOM_HEADERS} headers` }];
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    return [{ pointer: '/headers', detail: 'the same header twice' }];
  }
  return Object.entries(headers).flatMap(([name, value]) => {
    const detail = refusal(name, value);
    return detail === null ? [] : [{ pointer: `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, detail }];
  });
}

function refusal(name: string, value: unknown): string | null {
  if (!NAME.test(name)) return 'is not a header name';
  if (RESERVED.test(name)) return 'can not be set';
  if (typeof value !== 'string') return 'must be a string';
  if (value.length > MAX_VALUE_LENGTH) return `is longer than ${MAX_VALUE_LENGTH} characters`;
  return VALUE.test(value) ? null : 'contains characters that a header can not carry';
}
