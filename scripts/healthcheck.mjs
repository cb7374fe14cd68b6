// node healthcheck.mjs [URL]: ends with 0 when the URL answers with success within 2 s, else with 1. Without one it asks the
// process of this container whether it lives.
const { ROLE, PORT, WORKER_PORT } = process.env;
const port = ROLE === 'worker' ? WORKER_PORT || 8001 : PORT || 8000;
const url = process.argv[2] ?? `http://127.0.0.1:${port}/live`;
const answered = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(answered ? 0 : 1);
