import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Who runs the server. PostgreSQL refuses to run as root. */
export interface Account {
  /** The user the files must belong to; undefined: whoever runs us. */
  owner: { uid: number; gid: number } | undefined;
  /** How to start a program as this account. */
  command(program: string, args: string[]): { program: string; args: string[]; uid?: number; gid?: number };
}

interface User {
  name: string;
  uid: number;
  gid: number;
}

const OURSELVES: Account = { owner: undefined, command: (program, args) => ({ program, args }) };

/**
 * An ordinary user runs the server itself. Root lends it to `postgres` or `nobody`, without making a user; where these may not
 * enter the folder (below `/root`, say), the server runs in a user namespace in which root is somebody else. Throws when
 * nothing of this works, and says what to do.
 */
export function accountFor(folder: string): Account {
  if (process.getuid?.() !== 0) return OURSELVES;
  const user = ownerOf(folder) ?? servingUser();
  const obstacle = user && firstClosedFolder(folder, user);
  if (user && !obstacle) return borrowed(user);
  if (namespaceWorks()) return namespaced();
  const reason = user
    ? `the account "${user.name}", which would run it, may not enter ${obstacle}`
    : 'there is neither an account "postgres" nor "nobody" to run it';
  throw new Error(
    `The embedded PostgreSQL does not run as root, and ${reason}. ` +
      'Start WaGate as an ordinary user, put DATA_DIR elsewhere (for example /var/lib/wagate), or set DATABASE_URL.',
  );
}

function borrowed({ uid, gid }: User): Account {
  return { owner: { uid, gid }, command: (program, args) => ({ program, args, uid, gid }) };
}

/** The kernel still sees root, and its right to the files; the program sees user 1000. */
function namespaced(): Account {
  const enter = ['--user', '--map-user=1000', '--map-group=1000'];
  return {
    owner: { uid: 0, gid: 0 },
    command: (program, args) => ({ program: 'unshare', args: [...enter, program, ...args] }),
  };
}

function namespaceWorks(): boolean {
  const { program, args } = namespaced().command('true', []);
  return process.platform === 'linux' && spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function servingUser(): User | undefined {
  const users = existsSync('/etc/passwd') ? parseUsers(readFileSync('/etc/passwd', 'utf8')) : [];
  return ['postgres', 'nobody']
    .map((name) => users.find((user) => user.name === name))
    .find((user) => user !== undefined);
}

/** Whoever ran the server here before; undefined at the first start, and when that was root in its namespace. */
function ownerOf(folder: string): User | undefined {
  const cluster = join(folder, 'data');
  if (!existsSync(cluster)) return undefined;
  const { uid, gid } = statSync(cluster);
  return uid === 0 ? undefined : { name: `user ${uid}`, uid, gid };
}

export function parseUsers(passwd: string): User[] {
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** The folder on the way to `folder` (not itself) that this user may not enter; undefined when there is none. */
function firstClosedFolder(folder: string, user: User): string | undefined {
  const parents: string[] = [];
  for (let at = dirname(folder); parents[0] !== at; at = dirname(at)) parents.unshift(at);
  return parents.filter((parent) => existsSync(parent)).find((parent) => !mayEnter(statSync(parent), user));
}

function mayEnter(stat: { mode: number; uid: number; gid: number }, user: User): boolean {
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}
