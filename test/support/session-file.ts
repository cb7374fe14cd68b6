import type { Account } from './account.js';
import type { Gateway } from './gateway.js';
import type { Answer } from './http.js';

export const PASSPHRASE = 'seven words that nobody else knows';

/** The file of a session, or the problem. */
export async function exported(
  gateway: Gateway,
  user: Account,
  sessionId: string,
  wish: Record<string, unknown> | null = { passphrase: PASSPHRASE },
): Promise<{ status: number; headers: Headers; file: Buffer }> {
  const response = await fetch(`${gateway.url}/api/v1/sessions/${sessionId}/export`, {
    method: wish ? 'POST' : 'GET',
    headers: { ...user.headers, ...(wish && { 'content-type': 'application/json' }) },
    ...(wish && { body: JSON.stringify(wish) }),
  });
  return { status: response.status, headers: response.headers, file: Buffer.from(await response.arrayBuffer()) };
}

export async function imported(
  gateway: Gateway,
  user: Account,
  file: Buffer,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData();
  form.set('file', new Blob([file]), 'a.wagate');
  for (const [name, value] of Object.entries({ passphrase: PASSPHRASE, ...fields })) form.set(name, value);
  const response = await fetch(`${gateway.url}/api/v1/sessions/import`, {
    method: 'POST',
    headers: user.headers,
    body: form,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}
