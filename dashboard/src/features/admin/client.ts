import createClient from 'openapi-fetch';
import type { components, paths } from '../../../../examples/typescript-client/api.js';

/** A type of the API by its name in the OpenAPI document. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The routes of the gateway that served the page. Who signs in adds the token: `client.use({ onRequest })`. */
export const client = createClient<paths>({ baseUrl: '' });

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a call answered. Throws what the problem says, and what `fetch` throws when there is no answer. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Error((error as Schema<'ProblemDto'>).detail);
  return data as T;
}
