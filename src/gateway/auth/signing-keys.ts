import { createHash } from 'node:crypto';

/** Names a signing secret in the header of a token (`kid`) without telling anything of it. */
export function keyIdOf(secret: string): string {
  return createHash('sha256').update('wagate/jwt-key-id\0').update(secret).digest('base64url').slice(0, 12);
}

/** The secret that a token says it was signed with; null for any other than ours. */
export function secretFor(token: string, secrets: string[]): string | null {
  const keyId = keyIdIn(token);
  return secrets.find((secret) => keyIdOf(secret) === keyId) ?? null;
}

function keyIdIn(token: string): unknown {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'));
    return (header as { kid?: unknown } | null)?.kid;
  } catch {
    return undefined; // No token at all.
  }
}
