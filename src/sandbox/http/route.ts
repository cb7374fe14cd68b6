import type { World } from '../world.js';
import type { ObjectSchema, Schema } from './schema.js';

/** A request that fits its route's declaration. */
export interface Call<Body = unknown> {
  world: World;
  /** Values of the braces in the path. */
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  body: Body;
}

/** One operation of the API, as it is served and as it is documented. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  tag: string;
  summary: string;
  description?: string;
  query?: Record<string, Schema>;
  /** `text` takes the raw body, whatever its content type. A JSON body may be left out when nothing in it is required. */
  body?: ObjectSchema | 'text';
  status: 200 | 201 | 202 | 204;
  /** An example of the answer, for the documentation. */
  answer?: unknown;
  handle(call: Call): unknown;
}

/** Ties a route to the type its body schema describes. */
export function route<Body = unknown>(
  declaration: Omit<Route, 'handle'> & { handle(call: Call<Body>): unknown },
): Route {
  return { ...declaration, handle: (call) => declaration.handle(call as Call<Body>) };
}

/** An answer that is an error, sent as application/problem+json. */
export class Problem extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 405 | 409 | 413 | 422,
    readonly title: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** An answer that is no text: files and pages. */
export class BytesAnswer {
  constructor(
    readonly contentType: string,
    readonly bytes: Uint8Array,
    readonly headers: Record<string, string> = {},
  ) {}
}

/** An answer that goes on until the client leaves, as Server-Sent Events. */
export class EventStream {
  /** `open` is called once, with what sends an event, and gives what is to be called at the end. */
  constructor(readonly open: (send: (event: object) => void) => () => void) {}
}

/** An answer that is not JSON. */
export class TextAnswer {
  constructor(
    readonly contentType: string,
    readonly text: string,
  ) {}
}
