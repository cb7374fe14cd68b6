import type { FastifyInstance } from 'fastify';
import { PROBLEMS } from '../../contracts/errors.js';

/** Serves the page that the `type` of every problem points to: the whole table of codes. */
export function addProblemPage(server: FastifyInstance): void {
  server.get('/docs/problems', (_request, reply) => reply.type('text/html; charset=utf-8').send(problemPage()));
}

function problemPage(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>WaGate: error codes</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
td, th { text-align: left; padding: 0.3rem 1rem 0.3rem 0 }
tr:target { background: #fff3bf }
</style>
</head>
<body>
<h1>Error codes</h1>
<p>Every error is <code>application/problem+json</code> (RFC 9457). <code>code</code> never changes its meaning; <code>detail</code>
is for people. With 429 and 503, <code>Retry-After</code> says how many seconds to wait.</p>
<table>
<tr><th>Code</th><th>Status</th><th>Meaning</th></tr>
${rows.join('\n')}
</table>
</body>
</html>
`;
}
