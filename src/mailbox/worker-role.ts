import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { type Queryable, rowsOf } from './sql.js';

/** The group of the workers' logins: it works in schema `mailbox`, and reaches nothing else. */
const GROUP = 'wagate_worker';

const GRANTS = `
  grant usage on schema mailbox to ${GROUP};
  grant select, insert, update, delete on all tables in schema mailbox to ${GROUP};
  grant usage on all sequences in schema mailbox to ${GROUP};
  revoke insert, update, delete on mailbox.schema_version from ${GROUP}`;

/** Who workers connect as. */
export interface WorkerLogin {
  user: string;
  password: string;
}

/** Something about roles that this user of the database may not do; the message says what is to be done instead. */
export class RoleRefused extends Error {}

/**
 * Makes the group of the workers where it is missing, and grants it what it needs; then makes the login, or sets its password.
 * Repeatable, and to be repeated after every migration, for the grants are on the tables of the moment.
 * @throws {RoleRefused} when there is something to make that this user may not make.
 */
export async function prepareWorkerRole(db: Queryable, login?: WorkerLogin): Promise<void> {
  if (!(await exists(db, GROUP))) await make(db, GROUP, `create role ${GROUP} nologin`);
  await db.query(GRANTS);
  if (login) await prepareLogin(db, login);
}

async function prepareLogin(db: Queryable, { user, password }: WorkerLogin): Promise<void> {
  // Only a digest crosses the wire: servers may log the statements that change roles.
  const values = [user, scramVerifier(password)];
  if (!(await exists(db, user))) {
    return make(db, user, await written(db, `create role %I login password %L in role ${GROUP}`, values));
  }
  if (!(await isWorker(db, user))) {
    throw new RoleRefused(`the user "${user}" exists and is no worker's; workers need one of their own`);
  }
  try {
    await db.query(await written(db, 'alter role %I login password %L', values));
  } catch (error) {
    // Somebody else made it, and sees to its password.
    if (!isRefusal(error)) throw error;
  }
}

async function make(db: Queryable, role: string, statement: string): Promise<void> {
  try {
    await db.query(statement);
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const byHand = statement.replace(/SCRAM[^']*/, '…');
    throw new RoleRefused(`the role ${role} is missing and may not be made by this user; have it made: ${byHand}`, {
      cause,
    });
  }
}

async function exists(db: Queryable, role: string): Promise<boolean> {
  return (await rowsOf(db, 'select 1 from pg_roles where rolname = $1', [role])).length > 0;
}

/** A member of the group. So is its maker, who is somebody else. */
async function isWorker(db: Queryable, user: string): Promise<boolean> {
  const rows = await rowsOf(
    db,
    `select 1 from pg_auth_members where roleid = '${GROUP}'::regrole and member = quote_ident($1)::regrole
        and $1 <> current_user`,
    [user],
  );
  return rows.length > 0;
}

/** Statements about roles take no parameters: the server quotes names and texts. */
async function written(db: Queryable, template: string, values: string[]): Promise<string> {
  const [row] = await rowsOf<{ statement: string }>(db, 'select format($1, variadic $2::text[]) as statement', [
    template,
    values,
  ]);
  return row?.statement ?? '';
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}

/** What PostgreSQL keeps of a password (RFC 5803). */
function scramVerifier(password: string): string {
  const [salt, iterations] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(key('Client Key')).digest();
  const [a, b, c] = [salt, stored, key('Server Key')].map((bytes) => bytes.toString('base64'));
  return `SCRAM-SHA-256$${iterations}:${a}$${b}:${c}`;
}
