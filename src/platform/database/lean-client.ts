import pg, { type QueryResult } from 'pg';

/** From so many uses on a statement is prepared: what runs once in a while must not fill the memory of every connection. */
const PREPARE_AFTER_USES = 20;
/** A bound for programs that make their statements up; what is beyond it is planned each time. */
const MAX_STATEMENTS = 1_000;

/** How often each text was used in this process. Names follow from the place in it, so all connections agree. */
const uses = new Map<string, { name: string; count: number }>();

/**
 * pg's client with three things that TypeORM does not do, for half of the database's work on the hot paths, and a fourth that keeps
 * the process alive:
 * - statements in frequent use are prepared: planned once a connection. Name the columns of their results one by one: a
 *   prepared `select *` fails once a migration has added a column;
 * - a transaction's beginning travels with its first statement;
 * - statements given in one turn travel together (`pipeline` is pg's own), so independent ones of a transaction should be
 *   started together;
 * - an error of the connection is never unheard. Between the pool, which listens to clients at rest, and TypeORM, which listens to those
 *   at work, there is a moment when nobody does, and a server that dies in it would end the process. The statements fail anyway,
 *   and the pool keeps no client that has failed.
 */
export class LeanClient extends pg.Client {
  private beginning: string | null = null;

  constructor(options: pg.ClientConfig) {
    super({ ...options, pipeline: true } as pg.ClientConfig);
    this.on('error', () => undefined);
  }

  override query(text: unknown, values?: unknown, callback?: unknown): Promise<QueryResult> {
    if (typeof text !== 'string' || callback !== undefined) return this.forward(text, values, callback);
    if (text === 'START TRANSACTION') {
      this.beginning = text;
      return Promise.resolve({ command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] });
    }
    return this.together(() => {
      this.begin();
      return Array.isArray(values) ? this.forward(named(text), values) : this.forward(text, values);
    });
  }

  /** Fails only with the connection, and then what follows fails as well and tells of it. */
  private begin(): void {
    if (this.beginning === null) return;
    this.forward(this.beginning).catch(() => undefined);
    this.beginning = null;
  }

  /** Writes what is asked for until the end of this turn at once. */
  private together<T>(work: () => T): T {
    const { stream } = (this as unknown as { connection: { stream: import('node:net').Socket } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    return work();
  }

  private forward(...call: unknown[]): Promise<QueryResult> {
    return (super.query as (...call: unknown[]) => Promise<QueryResult>).apply(this, call);
  }
}

function named(text: string): string | { text: string; name: string } {
  let use = uses.get(text);
  if (!use) {
    if (uses.size >= MAX_STATEMENTS) return text;
    uses.set(text, (use = { name: `s${uses.size}`, count: 0 }));
  }
  return ++use.count > PREPARE_AFTER_USES ? { text, name: use.name } : text;
}
