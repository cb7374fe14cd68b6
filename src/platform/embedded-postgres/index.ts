/**
 * A PostgreSQL of our own for ROLE=all without DATABASE_URL: real server binaries from npm, started on a free port of
 * 127.0.0.1 and kept under `DATA_DIR/postgres`. It survives being killed, and so may we: a server that outlived its gateway
 * is adopted by the next one, and a server that dies is started again. It owns that folder; only the programs call it.
 */
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
