/** What runs a statement: a transaction's manager, or the data source for a statement of its own. */
export interface Queryable {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** The rows of a statement. TypeORM answers `[rows, count]` for UPDATE and DELETE and plain rows for all others. */
export async function rowsOf<Row>(db: Queryable, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  const answer = (await db.query(sql, parameters)) as unknown[];
  const isPair = answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
  return (isPair ? answer[0] : answer) as Row[];
}

/** SQL that says whether the account in this column has something to send, by that time or ever. */
export const HAS_MESSAGES_TO_SEND = (column: string, by = `timestamptz 'infinity'`) =>
  `exists (select 1 from mailbox.outbox o
            where o.session_id = ${column} and o.state <> 'sent' and o.not_before <= ${by})`;

/**
 * A value as text for a `jsonb` column. Strings come from WhatsApp and may hold what Postgres refuses: NUL and halves of
 * surrogate pairs become the replacement character, so that no message can stop an account's commits.
 */
export function jsonb(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (typeof field === 'string' ? storable(field) : field));
}

const NOT_STORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function storable(text: string): string {
  return text.replace(NOT_STORABLE, '\ufffd');
}
