import createClient from 'openapi-fetch';
import { curlLine } from './curl';
import { ApiProblem, unreachable } from './problem';
import { record } from './recorder';
import type { components, paths } from './schema';
import { currentToken, renew } from './sign-in';

export type Schemas = components['schemas'];

/** The API as `openapi.json` describes it. Calls are signed, renewed when the token is over, and noted for the “Try it” page. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: signedFetch });

/**
 * What a call gave. Throws an ApiProblem when it was refused.
 * @example const { sessions } = await answer(api.GET('/api/v1/sessions'));
 */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw new ApiProblem({ status: response.status, ...(error as object | undefined) });
}

/**
 * A request with the token of the sign-in; one that is refused for it is made again with another. Throws UNREACHABLE when there is
 * no answer at all.
 */
export async function signedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const done = record(await described(request.clone()));
  try {
    let response = await send(request);
    if (response.status === 401 && (await renew())) response = await send(again);
    done(response.status);
    return response;
  } catch (error) {
    done(0);
    throw error;
  }
}

async function send(request: Request): Promise<Response> {
  const token = currentToken();
  if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw unreachable(error);
  }
}

async function described(request: Request) {
  const { pathname, search } = new URL(request.url);
  const form = request.headers.get('content-type')?.startsWith('multipart/') ?? false;
  const text = form || request.method === 'GET' ? '' : await request.text();
  const curl = curlLine({ method: request.method, url: request.url, body: text || null, form });
  return { method: request.method, path: pathname + search, curl };
}
