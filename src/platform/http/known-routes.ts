import type { FastifyInstance } from 'fastify';

/** Remembers every route, to tell a wrong method from a wrong path. */
export class KnownRoutes {
  private readonly methodsOf = new Map<string, Set<string>>();

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      const methods = this.methodsOf.get(url) ?? new Set();
      for (const one of [method].flat()) methods.add(one);
      this.methodsOf.set(url, methods);
    });
  }

  /** The methods this path knows; empty when there is nothing at the path. */
  allowedAt(path: string): string[] {
    const matching = [...this.methodsOf].filter(([pattern]) => matchesRoute(pattern, path));
    return [...new Set(matching.flatMap(([, methods]) => [...methods]))].sort();
  }
}

/** `/sessions/:id/*` against `/sessions/alice/anything`. A lone `*` is a catch-all for errors and matches nothing. */
export function matchesRoute(pattern: string, path: string): boolean {
  const expected = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (expected.length === 1 && expected[0] === '*') return false;
  const rest = expected.at(-1) === '*';
  if (rest ? given.length < expected.length - 1 : given.length !== expected.length) return false;
  return expected.every((part, at) => part === '*' || part.startsWith(':') || part === given[at]);
}
