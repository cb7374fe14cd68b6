import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.js';

/** A type of the API by its name in the OpenAPI document, such as `Schema<'MessageDto'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export interface Options {
  /** Where the gateway is, without `/api/v1`: `http://localhost:8000`. */
  baseUrl: string;
  /** An API key or an access token; registering and signing in need neither. */
  credential?: string;
}

/** All routes of the gateway, typed: `wagate(…).GET('/api/v1/sessions')`. */
export function wagate({ baseUrl, credential }: Options): Client<paths> {
  return createClient<paths>({ baseUrl, headers: credential ? { authorization: `Bearer ${credential}` } : {} });
}

/** An answer that is no success; `problem.code` is the word to go by. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Schema<'ProblemDto'>,
  ) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'ProblemError';
  }
}

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a call answered. Throws {@link ProblemError} for a problem, and what `fetch` throws when there is no answer. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(response.status, error as Schema<'ProblemDto'>);
  return data as T;
}
