import { createHash } from 'node:crypto';
import type { RequestKey } from './idempotency.repository.js';
import { wrongField } from './wrong-field.js';

/** What a request is known by; null when its caller sent no key. Throws VALIDATION_FAILED. */
export function requestKey(
  sessionId: string,
  key: string | undefined,
  route: string,
  body: unknown,
): RequestKey | null {
  if (key === undefined) return null;
  if (key.length >= 1 && key.length <= 255) return { sessionId, key, route, bodyHash: fingerprint(route, body) };
  throw wrongField('Idempotency-Key', 'must have 1 to 255 characters');
}

/**
 * What makes two requests the same: the route and the content of the body, whatever the order of its fields. 32 bytes.
 * The route belongs to it because the routes answer differently.
 */
export function fingerprint(route: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(canonicalJson([route, body]))
    .digest();
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner));
}

/** Null-prototype, so that a field called `__proto__` is a field like any other. */
function sorted(record: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(record).sort()) copy[name] = record[name];
  return copy;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
