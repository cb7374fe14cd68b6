import { ApiProblem, unreachable } from './problem';
import type { components } from './schema';

export type User = components['schemas']['UserDto'];

/** `unknown` while the page has not asked yet whether the browser still holds a sign-in. */
export type SignIn = { state: 'unknown' } | { state: 'out'; expired: boolean } | { state: 'in'; user: User };

interface Answer {
  user: User;
  accessToken: string;
}

/** The access token lives here and nowhere else; what renews it is a cookie that scripts can not see. */
let accessToken: string | null = null;
let signIn: SignIn = { state: 'unknown' };
let renewal: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

export const currentSignIn = (): SignIn => signIn;
export const currentToken = (): string | null => accessToken;

export function onSignInChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Throws an ApiProblem, with the fields that are wrong. */
export const logIn = (email: string, password: string) => enter('login', { email, password });

/** Throws an ApiProblem, with the fields that are wrong. */
export const register = (email: string, password: string) => enter('register', { email, password });

export async function logOut(): Promise<void> {
  await ask('logout').catch(() => undefined);
  change(null, { state: 'out', expired: false });
}

/**
 * Asks for another access token; all who ask meanwhile get the same answer. False when the sign-in is over: then the page shows the
 * form. Throws UNREACHABLE while the gateway is away, which ends no sign-in.
 */
export function renew(): Promise<boolean> {
  renewal ??= renewNow().finally(() => (renewal = null));
  return renewal;
}

async function renewNow(): Promise<boolean> {
  const response = await ask('refresh');
  if (response.ok) {
    const { user, accessToken: token } = (await response.json()) as Answer;
    change(token, { state: 'in', user });
    return true;
  }
  if (response.status >= 500 || response.status === 429) throw await refusal(response);
  change(null, { state: 'out', expired: signIn.state === 'in' });
  return false;
}

async function enter(what: 'login' | 'register', body: object): Promise<void> {
  const response = await ask(what, body);
  if (!response.ok) throw await refusal(response);
  const { user, accessToken: token } = (await response.json()) as Answer;
  change(token, { state: 'in', user });
}

/** The header shows the gateway that a script of its own page asks: no form of another site can set it. */
function ask(what: string, body: object = {}): Promise<Response> {
  return fetch(`/api/v1/auth/browser/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'wagate' },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
}

async function refusal(response: Response): Promise<ApiProblem> {
  const document = (await response.json().catch(() => ({}))) as ConstructorParameters<typeof ApiProblem>[0];
  return new ApiProblem({ status: response.status, ...document });
}

function change(token: string | null, next: SignIn): void {
  accessToken = token;
  signIn = next;
  for (const listener of listeners) listener();
}
